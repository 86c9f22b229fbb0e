/* The words of a report's frame: headings, labels, names of states. What is in the sentences comes from the words_*.c; this is what a template adds. */
#include "document_out.h"

#include <erscope/lang.h>

#include <string.h>

static const ErFrameWord words[] = {
	/* frame */
	{ "report", N_("ExpressRoute report") }, { "author", N_("Author") }, { "version", N_("Version") }, { "date", N_("Date") }, { "confidentiality", N_("Confidentiality") },
	{ "made-by", N_("Made by") }, { "inventory-hash", N_("Inventory") }, { "contents", N_("Contents") }, { "page", N_("Page") }, { "inputs", N_("Inputs") }, { "file", N_("File") },
	{ "format", N_("Format") }, { "resources", N_("Resources") }, { "complete", N_("Complete") }, { "search", N_("Search") }, { "filter", N_("Filter") }, { "all", N_("All") }, { "show", N_("Show") },
	{ "hide", N_("Hide") }, { "print", N_("Print") }, { "theme", N_("Theme") }, { "light", N_("Light") }, { "dark", N_("Dark") }, { "top", N_("Back to top") },
	/* sections */
	{ "summary", N_("Summary") }, { "verdict", N_("Verdict") }, { "findings", N_("Findings") }, { "flows", N_("Flows") }, { "pictures", N_("Diagrams") }, { "inventory", N_("Inventory tables") },
	{ "scenarios", N_("What happens if") }, { "assumptions", N_("Assumptions") }, { "ledger", N_("What was read") }, { "diagnostics", N_("Messages about the input") },
	{ "questions", N_("Not decided") }, { "deletions", N_("Lost only by deletion") }, { "accepted", N_("Accepted risks") }, { "worst", N_("Worst findings") },
	{ "resiliency-index", N_("Resiliency Index, estimated") }, { "services", N_("Services") }, { "incomplete", N_("The input is incomplete: a file could not be used, or is one page of more. This report covers only what was read.") },
	/* severities and results */
	{ "critical", N_("Critical") }, { "high", N_("High") }, { "medium", N_("Medium") }, { "low", N_("Low") }, { "info", N_("Info") }, { "unknown", N_("Unknown") }, { "severity", N_("Severity") },
	{ "fail", N_("Failing") }, { "pass", N_("Passed") }, { "not_applicable", N_("Not applicable") }, { "open", N_("Open") }, { "expired", N_("Acceptance expired") }, { "rule", N_("Rule") }, { "rules", N_("Rules") },
	{ "finding", N_("Finding") }, { "count", N_("Count") }, { "none", N_("None") }, { "result", N_("Result") },
	/* findings */
	{ "hits", N_("Hits") }, { "because", N_("Because") }, { "fix", N_("Fix") }, { "source", N_("Source") }, { "missing", N_("Missing input") }, { "also-decides", N_("Would decide as well") }, { "was", N_("Severity before") },
	{ "accepted-until", N_("Accepted until") }, { "by", N_("By") }, { "reason", N_("Reason") }, { "parts", N_("Parts of this finding") }, { "subjects", N_("Subjects") }, { "state", N_("State") },
	/* flows */
	{ "towards-azure", N_("On-premises → Azure") }, { "from-azure", N_("Azure → on-premises") }, { "both-directions", N_("Both directions") }, { "path", N_("Path") }, { "paths", N_("Paths") }, { "use", N_("Use") },
	{ "capacity", N_("Capacity") }, { "bound-by", N_("bound by") }, { "hops", N_("Hops") }, { "hop", N_("Hop") }, { "kind", N_("Kind") }, { "mode", N_("Mode") }, { "share", N_("Share") }, { "preference", N_("Preference") }, { "certainty", N_("Certainty") },
	{ "needs", N_("Needs as well") }, { "left-out", N_("Left out") }, { "why", N_("Why") }, { "fails-with", N_("Fails with") }, { "no-single", N_("Nothing alone: no single point of failure") },
	{ "if-deleted", N_("If deleted") }, { "unverified", N_("Unverified") }, { "unproven", N_("Unproven") }, { "pairs", N_("Fails with both") }, { "redundancy", N_("Redundancy") }, { "asymmetry", N_("Asymmetry") },
	{ "unserved", N_("VNets that no ExpressRoute gateway could serve") }, { "not-known", N_("not known") }, { "up", N_("up") }, { "down", N_("down") }, { "from", N_("From") }, { "to", N_("To") },
	{ "alike", N_("more flows alike") }, { "truncated", N_("A bound was met: there may be more.") }, { "of", N_("of") },
	/* inventory */
	{ "sites", N_("Sites") }, { "site", N_("Site") }, { "circuits", N_("Circuits") }, { "circuit", N_("Circuit") }, { "ports", N_("Port pairs") }, { "gateways", N_("Gateways") }, { "gateway", N_("Gateway") },
	{ "connections", N_("Connections") }, { "connection", N_("Connection") }, { "vnets", N_("VNets") }, { "vnet", N_("VNet") }, { "hubs", N_("Virtual hubs") }, { "groups", N_("Shared-risk groups") }, { "members", N_("Members") }, { "name", N_("Name") },
	{ "provider", N_("Provider") }, { "location", N_("Location") }, { "bandwidth", N_("Bandwidth") }, { "sku", N_("SKU") }, { "zones", N_("Zones") }, { "region", N_("Region") }, { "weight", N_("Weight") },
	{ "fastpath", N_("FastPath") }, { "prefixes", N_("Prefixes") }, { "attached-to", N_("Attached to") }, { "instances", N_("Instances") }, { "yes", N_("yes") }, { "no", N_("no") }, { "external", N_("not in the inventory") },
	/* scenarios, index, ledger */
	{ "scenario", N_("Scenario") }, { "target", N_("What fails") }, { "outcome", N_("Outcome") }, { "flows-down", N_("flows down") }, { "flows-losing", N_("flows losing a part") }, { "all-up", N_("all flows up") },
	{ "score", N_("Score") }, { "item", N_("Item") }, { "points", N_("Points") }, { "gain", N_("Gain") }, { "captured", N_("Captured") }, { "declare", N_("To settle it") }, { "assumption", N_("Assumption") },
	{ "routes", N_("Routes") }, { "validation", N_("Validation") }, { "tested", N_("Age of the test") }, { "advisor", N_("Advisor") },
	{ "modelled", N_("Modelled") }, { "merged", N_("Merged (the same again)") }, { "ignored", N_("Ignored") }, { "referred", N_("Referred to, not in the input") }, { "type", N_("Type") }, { "message", N_("Message") }, { "place", N_("Place") }, { "code", N_("Code") },
	{ "encapsulation", N_("Encapsulation") }, { "family", N_("Family") }, { "home", N_("Home") }, { "metro", N_("Metro") }, { "peer-asn", N_("Peer AS") }, { "port", N_("Port pair") }, { "prefix", N_("Prefix") },
	{ "private-endpoints", N_("Private endpoints") }, { "throughput-mbps", N_("Throughput") }, { "tier", N_("Tier") }, { "zone", N_("Zone") },
	/* page */
	{ "skip", N_("Skip to the report") }, { "kicker", N_("ExpressRoute private peering") }, { "no-network", N_("This file needs no network and sends nothing.") }, { "direction", N_("Direction") }, { "estate", N_("Estate") },
	{ "rests-on", N_("What it rests on") }, { "five-terms", N_("five terms") }, { "rules-behind", N_("Rules behind these findings") }, { "title", N_("Title") }, { "and", N_("and") }, { "more", N_("more") },
	{ "flows-lead", N_("Flows that run alike stand in one row. Each direction is worked out for itself.") }, { "carries-now", N_("Carries now") }, { "after-failure", N_("After the failure") },
	{ "hop-by-hop", N_("Hop by hop") }, { "which-vnets", N_(", and which VNets") }, { "what-goes-down", N_("what goes down") },
	{ "assumptions-lead", N_("No inventory holds these; they were taken as usual, and prove nothing. Each can be declared in a site description.") },
	/* change request */
	{ "change-request", N_("Change request") }, { "concerns", N_("Concerns") }, { "change-what", N_("What is changed") }, { "change-why", N_("Why") }, { "change-window", N_("Window") }, { "requester", N_("Requester") },
	{ "implementer", N_("Implementer") }, { "risk", N_("Risk") }, { "affected-flows", N_("Affected flows") }, { "test-plan", N_("Test before and after") }, { "rollback", N_("Rollback") }, { "sign-off", N_("Sign-off") }, { "role", N_("Role") },
	{ "signature", N_("Signature") }, { "decision", N_("Decision") }, { "to-fill-in", N_("to be filled in") }, { "before-change", N_("State that this was made from") },
};

const ErFrameWord *er_frame_word(uint32_t i)
{
	return i < G_N_ELEMENTS(words) ? &words[i] : NULL;
}
