"""新建年度: the files from which an editor begins a year, and a site."""
