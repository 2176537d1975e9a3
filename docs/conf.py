"""Build the documentation's site: ``pip install -e '.[docs]' && sphinx-build -W docs site``.

The pages load nothing from a network. With ``-t notebooks`` (and ``pip install -e '.[notebooks,
pictures,stats]'``) the notebooks are run and rendered too, in two minutes.
"""

import radexo
from radexo.docs.make.site import setup

__all__ = ["setup"]  # Sphinx calls it

project = "RadExo"
author = "The RadExo developers"
copyright = author
release = version = radexo.__version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["curation/first-pass", "curation/second-pass"]  # tables, not pages
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}

myst_heading_anchors = 3
default_role = "code"  # what the docstrings mean by `name`

autoclass_content = "class"
autodoc_class_signature = "separated"  # rows are read, not made
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
napoleon_google_docstring = False
napoleon_use_rtype = False
add_module_names = False
toc_object_entries_show_parents = "hide"

html_theme = "furo"
html_title = f"RadExo {release}"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0072B2", "color-brand-content": "#0072B2"},
    "dark_css_variables": {"color-brand-primary": "#56B4E9", "color-brand-content": "#56B4E9"},
}
