"""`zhijian check-plugin`: everything that a bureau may ask of a plugin before it lets it in.

The plugin is looked at as it is installed, or from its folder as an installer would see it, and is
put to work on a throwaway server beside all others.
"""
