"""ER-SITE: what a site description declares, and what it leaves open."""
from estate import case, changed, good, site

LINKS = {"primary": {"router": "r1", "port": "0/0", "access": "l1", "conduit": "north", "entry": "east", "provider-edge": "pe1"},
         "secondary": {"router": "r2", "port": "0/1", "access": "l2", "conduit": "south", "entry": "west", "provider-edge": "pe2"}}


def attributes(values):
    return "".join(f' {name}="{value}"' for name, value in values.items() if value is not None)


def circuit(name, primary=None, secondary=None, **more):
    links = "".join(f'<link side="{side}"{attributes({**LINKS[side], **(changes or {})})}/>' for side, changes in (("primary", primary), ("secondary", secondary)))
    return f'<circuit name="{name}"{attributes({key.replace("_", "-"): value for key, value in more.items()})}>{links}</circuit>'


def place(name, body, routers=({"power": "a", "rack": "1"}, {"power": "b", "rack": "2"}), **more):
    ids = "".join(f'<router id="r{number + 1}"{attributes(router)}/>' for number, router in enumerate(routers))
    values = {key.replace("_", "-"): value for key, value in more.items()}
    return f'<site id="{name}"{attributes(values)}><prefix>192.168.{len(name)}.0/24</prefix>{ids}{body}</site>'


def one(primary=None, secondary=None, routers=({"power": "a", "rack": "1"}, {"power": "b", "rack": "2"}), **more):
    """Both circuits at one site; the changes are made to er-ams."""
    return site(place("dc1", circuit("er-ams", primary, secondary) + circuit("er-par"), routers, **more))


def two(wan="", first=None, second=None, **more):
    """A circuit at each of two sites."""
    return site(place("dc1", circuit("er-ams", **more), **(first or {})) + place("office", circuit("er-par", **more), **(second or {})) + wan)


def both(**changes):
    """The changes made to both links of both circuits, so that all flows meet at one place."""
    values = {name.replace("_", "-"): value for name, value in changes.items()}
    return site(place("dc1", circuit("er-ams", values, values) + circuit("er-par", values, values)))


def tests(location, end, status="Completed"):
    return [{"peeringLocation": location, "status": status, "startTime": end, "endTime": end, "testType": "MultiSiteFailover", "circuits": []}]


WAN = '<wan id="mpls" sites="dc1 office" bandwidth-mbps="500"/>'
NO_WAN_SPEED = '<wan id="mpls" sites="dc1 office"/>'
NEED = '<demand site="dc1" to-azure-mbps="900"/>'
LITTLE = '<demand to-azure-mbps="90"/>'
CARE = {"out_of_band": "true", "dns": "true", "aaa": "true"}
ACTIVE = {"preference": "active"}


def pair(where, other):
    """er-par moved to another place."""
    estate = changed("er-par", "serviceProviderProperties.peeringLocation", other)
    next(res for res in estate if res["name"] == "er-ams")["properties"]["serviceProviderProperties"]["peeringLocation"] = where
    return estate


CASES = [case(f"ER-SITE-{number:03}", "unknown", good()) for number in (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15)]
CASES += [
    case("ER-SITE-001", "fail", good(), one({"router": "r2"})),
    case("ER-SITE-001", "fail", good(), both(router="r1")),
    case("ER-SITE-001", "fail", good(), one(routers=({"chassis": "stack"}, {"chassis": "stack"}))),
    case("ER-SITE-001", "pass", good(), one()),
    case("ER-SITE-001", "unknown", good(), one({"router": None})),
    case("ER-SITE-002", "fail", good(), one({"port": "0/0.10"}, {"router": "r1", "port": "0/0.20"})),
    case("ER-SITE-002", "pass", good(), one({"port": "0/0"}, {"router": "r2", "port": "0/0"})),
    case("ER-SITE-002", "unknown", good(), one({"port": None})),
    case("ER-SITE-003", "fail", good(), one({"access": "l2"})),
    case("ER-SITE-003", "fail", good(), both(access="l1")),
    case("ER-SITE-003", "pass", good(), one()),
    case("ER-SITE-003", "unknown", good(), one({"access": None})),
    case("ER-SITE-004", "fail", good(), one({"conduit": "south"})),
    case("ER-SITE-004", "fail", good(), one({"entry": "WEST"})),
    case("ER-SITE-004", "pass", good(), one()),
    case("ER-SITE-004", "unknown", good(), one({"conduit": None})),
    case("ER-SITE-005", "fail", good(), site(place("dc1", circuit("er-ams") + circuit("er-par")) + place("office", ""))),
    case("ER-SITE-005", "fail", good(), site(place("dc1", circuit("er-ams") + circuit("er-par")) + place("office", "") + WAN)),
    case("ER-SITE-005", "pass", good(), two()),
    case("ER-SITE-005", "not_applicable", good(), one()),
    case("ER-SITE-006", "fail", good(), one({"provider-edge": "pe2"})),
    case("ER-SITE-006", "fail", good(), one({"nni": "n1"}, {"nni": "n1"})),
    case("ER-SITE-006", "pass", good(), one()),
    case("ER-SITE-006", "unknown", good(), one({"provider-edge": None})),
    case("ER-SITE-007", "fail", good(), one(routers=({"power": "a", "rack": "1"}, {"power": "A", "rack": "2"}))),
    case("ER-SITE-007", "fail", good(), one(routers=({"power": "a", "rack": "1"}, {"power": "b", "rack": "1"}))),
    case("ER-SITE-007", "pass", good(), one()),
    case("ER-SITE-007", "unknown", good(), one(routers=({}, {}))),
    case("ER-SITE-008", "fail", good(), two(first={"facility": "Equinix AM5"}, second={"facility": "own"})),
    case("ER-SITE-008", "pass", good(), two(first={"facility": "Head office"}, second={"facility": "Equinix LD5"})),
    case("ER-SITE-008", "unknown", good(), two()),
    case("ER-SITE-009", "pass", good()),
    case("ER-SITE-009", "not_applicable", pair("Amsterdam", "Amsterdam")),
    case("ER-SITE-009", "unknown", pair("Amsterdam", "Amsterdam2")),
    case("ER-SITE-009", "fail", pair("Amsterdam", "Amsterdam2"), two(first={"facility": "Equinix AM5", "campus": "southeast"}, second={"facility": "Digital Realty AMS8", "campus": "Southeast"})),
    case("ER-SITE-009", "pass", pair("Amsterdam", "Amsterdam2"), two(first={"facility": "Equinix AM5", "campus": "southeast"}, second={"facility": "Digital Realty AMS8", "campus": "schiphol"})),
    case("ER-SITE-010", "fail", good(), two()),
    case("ER-SITE-010", "pass", good(), two(WAN)),
    case("ER-SITE-010", "not_applicable", good(), one()),
    case("ER-SITE-011", "fail", good(), two(WAN + NEED)),
    case("ER-SITE-011", "pass", good(), two(WAN + LITTLE)),
    case("ER-SITE-011", "unknown", good(), two(WAN)),
    case("ER-SITE-011", "unknown", good(), two(NO_WAN_SPEED + NEED)),
    case("ER-SITE-012", "fail", good(), one(**{**CARE, "dns": "false"})),
    case("ER-SITE-012", "pass", good(), one(**CARE)),
    case("ER-SITE-012", "unknown", good(), one(out_of_band="true")),
    case("ER-SITE-013", "fail", good(), one(last_failover_test="2026-08-29")),
    case("ER-SITE-013", "pass", good(), one(last_failover_test="2026-08-30")),
    case("ER-SITE-013", "pass", good(), captures={"ergw-weu": tests("Amsterdam", "2026-11-01T10:00:00Z") + tests("Paris", "2026-11-02T10:00:00Z")}),
    case("ER-SITE-013", "fail", good(), captures={"ergw-weu": tests("Amsterdam", "2026-11-01T10:00:00Z")}),
    case("ER-SITE-013", "fail", good(), captures={"ergw-weu": tests("Amsterdam", "2026-11-01T10:00:00Z", "Failed")}),
    case("ER-SITE-013", "unknown", good(), one(last_failover_test="2026-11-29")),
    case("ER-SITE-013", "fail", good(), captures={"ergw-weu": tests("Amsterdam", "2026-11-29T10:00:00Z") + tests("Paris", "2026-11-02T10:00:00Z")}),
    case("ER-SITE-013", "pass", good(), one(last_failover_test="2026-11-29"), captures={"ergw-weu": tests("Amsterdam", "2026-11-01T10:00:00Z") + tests("Paris", "2026-11-02T10:00:00Z")}),
    case("ER-SITE-014", "fail", good(), one()),
    case("ER-SITE-014", "fail", good(), one(provider_sla="99.9")),
    case("ER-SITE-014", "pass", good(), one(provider_sla="99.9", provider_diversity="letter of 2026-03-01")),
    case("ER-SITE-015", "fail", good(), one({"preference": "standby", "failover": "manual"}, ACTIVE)),
    case("ER-SITE-015", "pass", good(), site(place("dc1", circuit("er-ams", ACTIVE, {"preference": "standby", "failover": "auto"}) + circuit("er-par", ACTIVE, ACTIVE)))),
    case("ER-SITE-015", "unknown", good(), one({"preference": "standby"}, ACTIVE)),
]
