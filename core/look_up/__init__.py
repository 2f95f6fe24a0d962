"""The public look-up: a licence or a lift by its exact number, for everybody."""
