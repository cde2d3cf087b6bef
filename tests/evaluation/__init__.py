"""How well texts are linked and partners found, measured beside simple baselines on labelled texts and judgements."""
