from tests.conftest import Clustercli


def test_a_match_is_found(small: Clustercli) -> None:
    rows = small("match", "--sector", "apparel", "--country", "RS", "--format", "json").json()
    assert rows[0]["organisation"] == "sivara"
    assert rows[0]["partner"] == "mileta"
    assert rows[0]["score"] > 80


def test_a_process_answers(clustercli: Clustercli) -> None:
    result = clustercli.process("list", "clusters", "--country", "RS", "--format", "jsonl")
    assert result.code == 0, result.err
    assert len(result.out.splitlines()) == 32
