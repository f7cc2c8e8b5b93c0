from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import macros.pictures
from macros.charts import chart_figure, specification
from macros.pictures import DrawingFailed, Pictures
from nianbao.publish.pictures import KeptPictures
from nianbao.report.charts import Bar, BarGroup, Chart

REPOSITORY = Path(__file__).parents[2]
REFUSED = {"mark": "nothing of the kind"}


def _chart(label: str) -> Chart:
    return Chart("parts", label, "一。", (BarGroup(label, (Bar(Decimal(1), "1"),)),))


def _kill(pictures: Pictures) -> None:
    assert pictures._drawing is not None
    pictures._drawing.process.kill()
    pictures._drawing.process.wait()


def test_a_picture_is_drawn_once_and_then_kept(tmp_path: Path) -> None:
    """A second build finds the picture in the store and starts no drawing process."""
    first = Pictures(KeptPictures(tmp_path))
    svg = first.get(first.ask(specification(_chart("甲"))))
    first.close()
    second = Pictures(KeptPictures(tmp_path))
    assert second.get(second.ask(specification(_chart("甲")))) == svg
    assert second._drawing is None
    assert [path.suffix for path in tmp_path.iterdir()] == [".svg"]


def test_another_specification_is_another_picture(tmp_path: Path) -> None:
    """One changed label changes the key; the order of keys in a specification does not."""
    pictures = Pictures(KeptPictures(tmp_path))
    keys = {pictures.ask(specification(_chart(label))) for label in ("甲", "乙")}
    assert len(keys) == 2
    drawing = specification(_chart("甲"))
    assert pictures.ask(dict(reversed(drawing.items()))) in keys
    pictures.close()


@pytest.mark.parametrize("content", [b"", b"<svg><g>", b"\xff\xfe</svg>"])
def test_half_a_picture_in_the_store_is_drawn_again(tmp_path: Path, content: bytes) -> None:
    """What a power cut left behind is never published."""
    store = KeptPictures(tmp_path)
    pictures = Pictures(store)
    key = pictures.ask(specification(_chart("甲")))
    svg = pictures.get(key)
    pictures.close()
    (tmp_path / f"{key}.svg").write_bytes(content)
    assert store.get(key) is None
    again = Pictures(store)
    assert again.get(again.ask(specification(_chart("甲")))) == svg
    again.close()
    assert store.get(key) == svg


def test_a_picture_that_cannot_be_kept_leaves_nothing_behind(tmp_path: Path) -> None:
    """A failing write raises, and its half-written file is gone."""
    with pytest.raises(UnicodeEncodeError):
        KeptPictures(tmp_path).put("key", "<svg>\ud800</svg>")
    assert list(tmp_path.iterdir()) == []


def test_many_charts_can_be_asked_for_ahead() -> None:
    """Sixty specifications sent before the first answer is read neither block nor get mixed up."""
    pictures = Pictures()
    keys = [pictures.ask(specification(_chart(f"标签{index}"))) for index in range(60)]
    found = {index: pictures.get(keys[index]) for index in reversed(range(60))}
    pictures.close()
    assert all(f"标签{index}<" in svg for index, svg in found.items())


def test_a_refused_specification_fails_alone() -> None:
    """The error is told to whoever asked for that picture, every time, and to nobody else."""
    pictures = Pictures()
    refused, sound = pictures.ask(REFUSED), pictures.ask(specification(_chart("甲")))
    assert "甲<" in pictures.get(sound)
    for _ in range(2):
        with pytest.raises(DrawingFailed, match="conversion failed"):
            pictures.get(refused)
    pictures.close()


def test_a_picture_nobody_asked_for_is_an_error_and_not_a_wait() -> None:
    """Without a question there is no answer."""
    with pytest.raises(DrawingFailed, match="not asked for"):
        Pictures().get("0" * 64)


def test_a_drawing_process_that_dies_is_an_error_to_all_who_wait() -> None:
    """Each of several waiting pictures fails, however often one asks; none waits for ever."""
    pictures = Pictures()
    keys = [pictures.ask(specification(_chart(label))) for label in ("甲", "乙", "丙")]
    _kill(pictures)
    for key in keys + keys:
        if key in pictures._drawn:
            continue
        with pytest.raises(DrawingFailed, match="has ended"):
            pictures.get(key)
    pictures.close()


def test_after_a_death_what_is_asked_for_again_is_drawn() -> None:
    """A preview that runs on gets a new drawing process; the one question that met the dead one fails clearly."""
    pictures = Pictures()
    pictures.get(pictures.ask(specification(_chart("甲"))))
    _kill(pictures)
    with pytest.raises(DrawingFailed, match="has ended"):
        pictures.get(pictures.ask(specification(_chart("乙"))))
    assert "乙<" in pictures.get(pictures.ask(specification(_chart("乙"))))
    pictures.close()


def test_a_drawing_process_that_is_stuck_is_an_error_and_not_a_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience ends, and closing does not wait either."""
    monkeypatch.setattr(macros.pictures, "PATIENCE", 0.001)
    pictures = Pictures()
    with pytest.raises(DrawingFailed, match="did not answer"):
        pictures.get(pictures.ask(specification(_chart("甲"))))
    pictures.close()


def test_closing_before_the_pictures_are_fetched_ends_the_process() -> None:
    """Nothing is left running, and what was awaited has failed."""
    pictures = Pictures()
    key = pictures.ask(specification(_chart("甲")))
    assert pictures._drawing is not None
    process = pictures._drawing.process
    pictures.close()
    assert process.returncode is not None
    with pytest.raises(DrawingFailed, match="closed"):
        pictures.get(key)


def test_the_same_chart_gives_the_same_bytes_in_any_surroundings(tmp_path: Path) -> None:
    """Processes in other time zones, locales, encodings and hash seeds agree to the byte, on key and picture."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from tests_chart import chart\n"
        "from macros.charts import chart_figure, specification\n"
        "from macros.pictures import Pictures\n"
        "p = Pictures(); html = chart_figure(chart, 1, 'c', p)(); key = p.ask(specification(chart)); p.close()\n"
        "sys.stdout.buffer.write((key + html).encode())\n"
    )
    (tmp_path / "tests_chart.py").write_text(
        "from decimal import Decimal\nfrom nianbao.report.charts import Bar, BarGroup, Chart\n"
        "chart = Chart('parts', '构成', '甲1户。', (BarGroup('甲', (Bar(Decimal('1.1'), '1.1户'),)),), '户')\n",
        encoding="utf-8",
    )
    surroundings = [("UTC", "C", "1", "ascii"), ("Asia/Shanghai", "C.UTF-8", "2", "gb18030")]
    drawn = {
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)],
            capture_output=True,
            check=True,
            cwd=REPOSITORY,
            env={
                "TZ": zone,
                "LC_ALL": locale,
                "PYTHONHASHSEED": seed,
                "PYTHONIOENCODING": encoding,
                "PYTHONDONTWRITEBYTECODE": "1",
                "HOME": str(tmp_path),
            },
        ).stdout
        for zone, locale, seed, encoding in surroundings
    }
    assert len(drawn) == 1
    assert "甲1户。".encode() in drawn.pop()


@pytest.mark.parametrize("line", ["", "{}", "[]", "nothing", '{"spec": 1}'])
def test_the_drawing_program_answers_every_line(line: str) -> None:
    """A line that is no question is answered with an error, and the next one is drawn."""
    good = json.dumps({"spec": specification(_chart("甲"))}, ensure_ascii=False)
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "macros" / "draw.py")],
        input=f"{line}\n{good}\n".encode(),
        capture_output=True,
        check=True,
    )
    first, second = map(json.loads, done.stdout.splitlines())
    assert list(first) == ["error"]
    assert first["error"]
    assert "甲<" in second["svg"]


def test_a_figure_is_made_of_what_was_asked_for_ahead() -> None:
    """The figures of a page may be made in any order after all were asked for."""
    pictures = Pictures()
    figures = [
        chart_figure(_chart(label), number, f"chart-{number}", pictures) for number, label in enumerate("甲乙丙", 1)
    ]
    html = [figure() for figure in reversed(figures)]
    pictures.close()
    assert ["chart-3-title" in html[0], "丙<" in html[0], "chart-1-title" in html[2]] == [True, True, True]
