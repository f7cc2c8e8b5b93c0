"""All that knows MkDocs: the plugin that `mkdocs.yml` names, and MkDocs as a library in one warm process."""
