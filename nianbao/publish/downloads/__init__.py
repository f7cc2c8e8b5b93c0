"""What can be taken away as files of data: each table of a year, all of them in one, the numbers of all years."""

from nianbao.publish.downloads.every_year import all_years
from nianbao.publish.downloads.made import MadeFile
from nianbao.publish.downloads.package import PACKAGE, renewed
from nianbao.publish.downloads.quantities import QUANTITIES, quantities_json
from nianbao.publish.downloads.two_years import two_years_files
from nianbao.publish.downloads.year import FOLDER, file_names, year_files

__all__ = [
    "FOLDER",
    "PACKAGE",
    "QUANTITIES",
    "MadeFile",
    "all_years",
    "file_names",
    "quantities_json",
    "renewed",
    "two_years_files",
    "year_files",
]
