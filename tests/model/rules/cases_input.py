"""What the input does not tell (ER-INV). Gaps are facts of the input. Dates stay open between several files only, and a case is one file."""
from estate import case, changed, good, site, without

DECIDED = {"ER-INV-001", "ER-INV-002", "ER-INV-003", "ER-INV-004"}


def captured(first, second):
    """The resiliency captures of both gateways; their dates."""
    return {name: {"overallScore": "45", "scoreChange": "0", "minScoreFromRecommendations": "45", "maxScoreFromRecommendations": "90", "lastComputedTime": when, "components": []}
            for name, when in (("ergw-weu", first), ("ergw-frc", second))}


ENDS = '<circuit name="%s"><link side="primary" router="r1"/><link side="secondary" router="r2"/></circuit>'
ONE = f'<router id="r1"/><router id="r2"/>{ENDS % "er-ams"}'

CASES = [
    case("ER-INV-001", "fail", without(good(), "er-par")),
    case("ER-INV-001", "pass", good()),
    case("ER-INV-002", "fail", changed("er-ams", "peerings", None)),
    case("ER-INV-002", "fail", changed("conn-weu-ams", "routingWeight", None)),
    case("ER-INV-002", "fail", changed("ergw-weu", "sku", None)),
    case("ER-INV-002", "pass", good()),
    case("ER-INV-003", "fail", good(), captures=captured("2026-10-10T06:00:00Z", "2026-11-20T06:00:00Z")),
    case("ER-INV-003", "pass", good(), captures=captured("2026-11-20T06:00:00Z", "2026-11-20T09:00:00Z")),
    case("ER-INV-003", "not_applicable", good()),
    case("ER-INV-004", "fail", good()),
    case("ER-INV-004", "fail", good(), site(f'<site id="north">{ONE}</site>')),
    case("ER-INV-004", "pass", good(), site(f'<site id="north">{ONE}{ENDS % "er-par"}</site>')),
]
