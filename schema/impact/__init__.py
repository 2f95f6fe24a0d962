"""What a change of the policy would do: to schemas, to rows, to the documents that people send.

Two decision tables go in, the present one and the draft's; nothing here knows where they are from.
`schemas` says what each permission set gains and loses, `rows` counts what each role sees in each
town, `documents` validates what was asked of late against both. `report` puts them together.
"""
