// Nothing here is needed to write a draft.
