"""How are numbers grouped on screen? Django's zh-hans has no separator of thousands."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
