"""Tables as trusts keep them, understood and made into a draft."""
