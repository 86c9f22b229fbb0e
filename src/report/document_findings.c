/* The findings of a report as people read them: names, sentences, root causes below what they cause; and what nobody could decide, by what would decide it. */
#include "document_out.h"
#include "prose.h"

#include <string.h>

/* Per finding the first of those that hang on it, and the next beside each, in order; ER_NONE: none. */
typedef struct { uint32_t *first, *next; } Chain;

typedef struct {
	ErJsonOut *xml;
	const ErDocument *document;
	Chain parts;           /* root causes and notes */
	Chain questions;       /* that the same input would decide */
} Writer;

static Chain chain_new(uint32_t n)
{
	Chain chain = { g_new(uint32_t, n + 1), g_new(uint32_t, n + 1) };

	memset(chain.first, 0xFF, (n + 1) * sizeof *chain.first);
	memset(chain.next, 0xFF, (n + 1) * sizeof *chain.next);
	return chain;
}

/* From the last to the first, so that they come out in order. */
static void chain_put(Chain *chain, uint32_t head, uint32_t index)
{
	chain->next[index] = chain->first[head];
	chain->first[head] = index;
}

static void chain_clear(Chain *chain)
{
	g_free(chain->first);
	g_free(chain->next);
}

static void write_also(const Writer *w, uint32_t index)
{
	er_json_open(w->xml, "also_decides", '[');
	for (uint32_t i = w->questions.first[index]; i != ER_NONE; i = w->questions.next[i])
		er_json_string(w->xml, NULL, er_findings_at(w->document->findings, i)->rule->id);
	er_json_close(w->xml, ']');
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

static void write_finding(const Writer *w, uint32_t index);

static void write_parts(const Writer *w, uint32_t head)
{
	er_json_open(w->xml, "parts", '[');
	for (uint32_t i = w->parts.first[head]; i != ER_NONE; i = w->parts.next[i])
		write_finding(w, i);
	er_json_close(w->xml, ']');
}

static void write_finding(const Writer *w, uint32_t index)
{
	ErJsonOut *xml = w->xml;
	const ErDocument *document = w->document;
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
	write_also(w, index);
	write_parts(w, index);
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

static void write_place(const Writer *w, const char *key, Place place)
{
	er_json_open(w->xml, key, '[');
	for (uint32_t i = 0; i < er_findings_count(w->document->findings); i++)
		if (place_of(w->document, i) == place)
			write_finding(w, i);
	er_json_close(w->xml, ']');
}

void er_document_findings(ErJsonOut *xml, const ErDocument *document)
{
	uint32_t n = er_findings_count(document->findings);
	Writer w = { xml, document, chain_new(n), chain_new(n) };

	for (uint32_t i = n; i-- > 0;) {
		const ErFinding *finding = er_findings_at(document->findings, i);
		if (finding->under != ER_NONE)
			chain_put(&w.parts, finding->under, i);
		if (er_findings_first_question(document->findings, i) != i)
			chain_put(&w.questions, er_findings_first_question(document->findings, i), i);
	}
	write_place(&w, "findings", OPEN);
	write_place(&w, "accepted_findings", ACCEPTED);
	write_place(&w, "deletions", DELETION);
	write_place(&w, "questions", QUESTION);
	write_place(&w, "minor_questions", MINOR);
	chain_clear(&w.parts);
	chain_clear(&w.questions);
}
