"""The kinds of question. A kind is one file here, one template, and at most one ES module.

A kind's file offers:
    NAME                            its word in the author's braces
    SHUFFLE                         its options: "if asked" (the bank decides), "always" or "never"
    parse(source, problems)         an author's section -> body (plain JSON values), or None with problems said
    options(body)                   ids of what can be shuffled, in the author's order
    view(item, order)               what a person sees: plain values for the template, without any trace of the key
    read(form, prefix, item)        what a person sent (form fields) -> response (plain JSON) or None for no answer
    clean(value, item)              a response that came as JSON -> the same, or ValueError
    mark(item, response)            Mark(fraction 0..1, by option: chosen, right, feedback)
    review(item, order, response)   what the result page shows, key included
    solution(item)                  a response that earns full marks

The files find each other by themselves: `registry.kinds()` is every file here that has a NAME.
"""
