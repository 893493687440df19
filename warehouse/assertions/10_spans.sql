-- #fail figure_spans: a figure's span does not hold its words
SELECT version_id, "start", "end", surface FROM store.quantities JOIN store.versions USING (version_id)
WHERE text IS NOT NULL AND substr(text, "start" + 1, "end" - "start") IS DISTINCT FROM surface;

-- #fail quotation_spans: a quotation's span does not hold its words
SELECT version_id, "start", "end", surface FROM store.quotations JOIN store.versions USING (version_id)
WHERE text IS NOT NULL AND substr(text, "start" + 1, "end" - "start") IS DISTINCT FROM surface;

-- #fail cue_spans: a cue's span does not hold its words
SELECT version_id, cue_start, cue_end, cue FROM store.quotations JOIN store.versions USING (version_id)
WHERE text IS NOT NULL AND cue IS NOT NULL AND substr(text, cue_start + 1, cue_end - cue_start) IS DISTINCT FROM cue;

-- #fail speaker_spans: a speaker's span does not hold the words
SELECT version_id, "start", "end", surface FROM store.speakers JOIN store.versions USING (version_id)
WHERE text IS NOT NULL AND substr(text, "start" + 1, "end" - "start") IS DISTINCT FROM surface;

-- #fail mention_spans: a mention's span does not hold its words
SELECT version_id, "start", "end", surface FROM store.mentions JOIN store.versions USING (version_id)
WHERE text IS NOT NULL AND substr(text, "start" + 1, "end" - "start") IS DISTINCT FROM surface;

-- #fail stance_spans: a stance's span does not hold its words
SELECT version_id, "start", "end", surface FROM store.stances JOIN store.versions USING (version_id)
WHERE text IS NOT NULL AND substr(text, "start" + 1, "end" - "start") IS DISTINCT FROM surface;

-- #fail topic_spans: a topic mention's span does not hold its words
SELECT version_id, "start", "end", surface FROM store.topic_mentions JOIN store.versions USING (version_id)
WHERE text IS NOT NULL AND substr(text, "start" + 1, "end" - "start") IS DISTINCT FROM surface;
