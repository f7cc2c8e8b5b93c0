#!/usr/bin/env bash
# Installs the programs that the tests run and that are missing: a chromium, a font with Chinese characters to measure
# pages with, an nginx, which is then kept from serving anything by itself, and LibreOffice, to open what is downloaded.
set -euo pipefail
PATH="$PATH:/usr/sbin"

packages=()
command -v "${CHROMIUM:-chromium}" >/dev/null || packages+=(chromium)
if ! dpkg-query --show --showformat='${Status}' fonts-noto-cjk 2>/dev/null | grep -q 'ok installed' &&
    [ -z "$(fc-list :lang=zh-cn family 2>/dev/null)" ]; then
    packages+=(fonts-noto-cjk)
fi
command -v "${NGINX:-nginx}" >/dev/null || packages+=(nginx)
command -v "${SOFFICE:-soffice}" >/dev/null || packages+=(libreoffice-calc-nogui)
[ ${#packages[@]} -gt 0 ] || exit 0

give_up() {
    echo "测试缺少：${packages[*]} / the tests need: ${packages[*]}" >&2
    echo "  apt-get install ${packages[*]}" >&2
    echo "（或用 CHROMIUM=、NGINX=、SOFFICE= 指明已有的 / or name those you have with CHROMIUM=, NGINX= and SOFFICE=）" >&2
    exit 1
}

command -v apt-get >/dev/null || give_up
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || give_up
    as_root=(sudo -n)
fi

echo "正在安装 / installing: ${packages[*]}"
"${as_root[@]}" apt-get -qq update </dev/null || give_up
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -o DPkg::Lock::Timeout=300 install --no-install-recommends "${packages[@]}" </dev/null >/dev/null || give_up

if [[ " ${packages[*]} " == *" nginx "* ]]; then
    if [ -d /run/systemd/system ]; then
        "${as_root[@]}" systemctl --quiet disable --now nginx
    else
        "${as_root[@]}" service nginx stop >/dev/null 2>&1 || true
    fi
fi
