"""The kit of the pages: layout, components, sign-in, language, and the rules every page keeps.

A page declares who may open it with `huji.web.access`; one that declares nothing is refused.
"""
