/*
 * findings.h: what is wrong with it: rules over the network and its flows.
 *
 * In: network and flows. Out: findings (fail or unknown) and, per rule, how many subjects passed or did not apply.
 * A rule is a row (src/model/rules/); the row is the single truth for its id, severity, title, remedy and equivalents.
 * Promise: missing data never becomes fail or pass: the result is unknown and names the missing input.
 */
#ifndef ERSCOPE_FINDINGS_H
#define ERSCOPE_FINDINGS_H

#include "flows.h"

typedef enum { ER_SEV_INFO, ER_SEV_LOW, ER_SEV_MEDIUM, ER_SEV_HIGH, ER_SEV_CRITICAL } ErSeverity;
typedef enum { ER_RESULT_FAIL, ER_RESULT_UNKNOWN } ErResult;

typedef struct {
	const char *id;          /* of the resource or component */
	const char *property;    /* dotted path; "" when the evidence is a computed fact */
	const char *value;       /* what was found */
	ErLoc loc;               /* file NULL when there is no place */
} ErEvidence;

typedef struct ErRule ErRule;
typedef struct ErFindings ErFindings;

struct ErRule {
	const char *id;          /* "ER-TOP-002" */
	ErSeverity severity;
	const char *title;
	const char *scope;       /* what a subject is */
	const char *remedy;
	const char *same_as;     /* equivalents in public catalogues, separated by "; "; "" none */
	const char *url;
	void (*check)(const ErRule *rule, const ErFlows *flows, ErFindings *out); /* NULL: fed by another row's check */
};

typedef struct {
	const ErRule *rule;
	ErResult result;
	ErSeverity severity;     /* after modifiers */
	const char *const *subjects; uint32_t n_subjects;  /* ids, sorted */
	const char *headline;    /* what fails, with names; one sentence */
	const char *missing;     /* UNKNOWN: the input that would decide it; "" otherwise */
	const ErEvidence *evidence; uint32_t n_evidence;
	const uint32_t *flows; uint32_t n_flows;   /* hit, indices ascending */
	const uint32_t *sites; uint32_t n_sites;
	const uint32_t *vnets; uint32_t n_vnets;
	uint32_t element;        /* the cut that proves it; ER_NONE when it rests on properties */
	const char *fingerprint; /* stable from night to night and from template to deployment */
} ErFinding;

typedef struct { const ErRule *rule; uint32_t fail, unknown, pass, not_applicable; } ErRuleCount;

/**
 * er_findings_check:
 * @flows: borrowed; must outlive the findings
 * Returns: (transfer full): findings sorted by severity (worst first), rule and subjects; free with er_findings_free()
 */
ErFindings *er_findings_check(const ErFlows *flows);
/* The same on a day, "YYYY-MM-DD": what depends on today's date is decided; NULL: it is unknown. */
ErFindings *er_findings_check_on(const ErFlows *flows, const char *day);
void er_findings_free(ErFindings *findings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErFindings, er_findings_free)

uint32_t er_findings_count(const ErFindings *findings);
const ErFinding *er_findings_at(const ErFindings *findings, uint32_t i);
uint32_t er_findings_n_rules(const ErFindings *findings);
const ErRuleCount *er_findings_rule(const ErFindings *findings, uint32_t i);   /* in order of the table */
/* The first unknown finding that the same input about the same subjects would decide as the @i-th; @i itself when it is the first. */
uint32_t er_findings_first_question(const ErFindings *findings, uint32_t i);
/* Does it hit a flow of @direction? */
bool er_finding_hits(const ErFlows *flows, const ErFinding *finding, ErDirection direction);
/* The directions of the flows it hits, for people: "both directions", "Azure → on-premises only" … */
const char *er_finding_directions(const ErFlows *flows, const ErFinding *finding);
/* Open failing findings at or above @severity. */
uint32_t er_findings_at_least(const ErFindings *findings, ErSeverity severity);

uint32_t er_rules_count(void);
const ErRule *er_rules_at(uint32_t i);
const char *er_severity_name(ErSeverity severity);
bool er_severity_parse(const char *name, ErSeverity *out);
const char *er_result_name(ErResult result);

#endif
