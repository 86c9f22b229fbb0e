/* The findings of a report as people read them: names, sentences, root causes below what they cause; and what nobody could decide, by what would decide it. */
#include "document_out.h"
#include "prose.h"

/* Rules that the same missing input would decide, too. */
static void write_also(ErJsonOut *xml, const ErFindings *findings, uint32_t first)
{
	er_json_open(xml, "also_decides", '[');
	for (uint32_t i = first + 1; i < er_findings_count(findings); i++)
		if (er_findings_at(findings, i)->result == ER_RESULT_UNKNOWN && er_findings_first_question(findings, i) == first)
			er_json_string(xml, NULL, er_findings_at(findings, i)->rule->id);
	er_json_close(xml, ']');
}

static void write_acceptance(ErJsonOut *xml, const ErFinding *finding)
{
	const ErSiteAccept *accept = finding->acceptance;

	er_json_open(xml, "acceptance", '{');
	if (accept != NULL) {
		er_json_string(xml, "until", accept->until);
		er_json_string(xml, "by", accept->by);
		er_json_string(xml, "reason", accept->reason);
	}
	er_json_close(xml, '}');
}

static void write_finding(ErJsonOut *xml, const ErDocument *document, uint32_t index);

static void write_parts(ErJsonOut *xml, const ErDocument *document, uint32_t head)
{
	er_json_open(xml, "parts", '[');
	for (uint32_t i = 0; i < er_findings_count(document->findings); i++)
		if (er_findings_at(document->findings, i)->under == head)
			write_finding(xml, document, i);
	er_json_close(xml, ']');
}

static void write_finding(ErJsonOut *xml, const ErDocument *document, uint32_t index)
{
	const ErFinding *finding = er_findings_at(document->findings, index);
	const ErNetwork *net = er_flows_network(document->flows);
	bool unknown = finding->result == ER_RESULT_UNKNOWN;
	g_autofree char *hits = er_prose_hits(document->flows, finding);
	g_autoptr(GPtrArray) because = er_prose_evidence(document->flows, finding);

	er_json_open(xml, NULL, '{');
	er_json_string(xml, "fingerprint", finding->fingerprint);
	er_json_string(xml, "rule", finding->rule->id);
	er_json_string(xml, "title", finding->rule->title);
	er_json_string(xml, "result", er_result_name(finding->result));
	er_json_string(xml, "severity", er_severity_name(finding->severity));
	er_json_string(xml, "was", *finding->modified != '\0' ? er_severity_name(finding->unmodified) : NULL);
	er_json_string(xml, "modified_because", *finding->modified != '\0' ? finding->modified : NULL);
	er_json_string(xml, "state", er_finding_state_name(finding->state));
	er_json_string(xml, "headline", finding->headline);
	er_json_string(xml, "hits", *hits != '\0' ? hits : NULL);
	er_json_open(xml, "subjects", '[');
	for (uint32_t i = 0; i < finding->n_subjects; i++) {
		g_autofree char *name = er_prose_name_of_id(net, finding->subjects[i]);
		er_json_string(xml, NULL, name);
	}
	er_json_close(xml, ']');
	er_document_texts(xml, "because", because);
	er_json_string(xml, "missing", unknown ? finding->missing : NULL);
	er_json_string(xml, "fix", unknown ? NULL : finding->rule->remedy);
	er_json_string(xml, "url", finding->rule->url);
	write_acceptance(xml, finding);
	write_also(xml, document->findings, index);
	write_parts(xml, document, index);
	er_json_close(xml, '}');
}

typedef enum { OPEN, ACCEPTED, DELETION, QUESTION, MINOR, PART } Place;

static Place place_of(const ErDocument *document, uint32_t index)
{
	const ErFinding *finding = er_findings_at(document->findings, index);

	if (finding->under != ER_NONE)
		return PART;
	if (finding->result == ER_RESULT_UNKNOWN)
		return er_findings_first_question(document->findings, index) != index ? PART : er_prose_is_minor_question(finding) ? MINOR : QUESTION;
	if (finding->state == ER_FINDING_ACCEPTED)
		return ACCEPTED;
	return er_prose_is_deletion(document->flows, finding) ? DELETION : OPEN;
}

static void write_place(ErJsonOut *xml, const ErDocument *document, const char *key, Place place)
{
	er_json_open(xml, key, '[');
	for (uint32_t i = 0; i < er_findings_count(document->findings); i++)
		if (place_of(document, i) == place)
			write_finding(xml, document, i);
	er_json_close(xml, ']');
}

void er_document_findings(ErJsonOut *xml, const ErDocument *document)
{
	write_place(xml, document, "findings", OPEN);
	write_place(xml, document, "accepted_findings", ACCEPTED);
	write_place(xml, document, "deletions", DELETION);
	write_place(xml, document, "questions", QUESTION);
	write_place(xml, document, "minor_questions", MINOR);
}
