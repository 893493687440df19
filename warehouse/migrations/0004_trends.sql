-- The trend tables; each is replaced whole by every pass.

CREATE TABLE trend_volume (
    unit VARCHAR, period_start DATE, dimension VARCHAR, value VARCHAR, n_articles BIGINT, n_sources BIGINT,
    n_origins BIGINT, denominator BIGINT, share DOUBLE, share_low DOUBLE, share_high DOUBLE, is_gap BOOLEAN,
    is_burst BOOLEAN, is_change_point BOOLEAN, evidence_key VARCHAR
);
COMMENT ON TABLE trend_volume IS 'How much is published on the topic. One row per unit, period, dimension and value, empty periods included.';
COMMENT ON COLUMN trend_volume.unit IS 'day, week (ISO), month, or all for the whole time.';
COMMENT ON COLUMN trend_volume.period_start IS 'First day of the period; null: all time, undated articles included.';
COMMENT ON COLUMN trend_volume.dimension IS 'What rows are grouped by: all, language, country, source_kind or source_id.';
COMMENT ON COLUMN trend_volume.value IS 'Group of that dimension.';
COMMENT ON COLUMN trend_volume.n_articles IS 'Articles on the topic that are counted.';
COMMENT ON COLUMN trend_volume.n_sources IS 'Their sources.';
COMMENT ON COLUMN trend_volume.n_origins IS 'Their independent origins: copies of one text count once.';
COMMENT ON COLUMN trend_volume.denominator IS 'Articles looked at, on and off the topic.';
COMMENT ON COLUMN trend_volume.share IS 'n_articles / denominator; null: nothing to divide by.';
COMMENT ON COLUMN trend_volume.share_low IS 'Lower bound of the share, Wilson, 95 %.';
COMMENT ON COLUMN trend_volume.share_high IS 'Upper bound of the share, Wilson, 95 %.';
COMMENT ON COLUMN trend_volume.is_gap IS 'True: collection failed somewhere in the period, see coverage.';
COMMENT ON COLUMN trend_volume.is_burst IS 'True: improbably many against the eight periods before (Poisson, p < 0.001).';
COMMENT ON COLUMN trend_volume.is_change_point IS 'True: a new level begins (PELT).';
COMMENT ON COLUMN trend_volume.evidence_key IS 'Key for trend_evidence: leads to the rows counted.';

CREATE TABLE trend_stance (
    unit VARCHAR, period_start DATE, dimension VARCHAR, value VARCHAR, target VARCHAR, n_favor BIGINT,
    n_against BIGINT, n_mixed BIGINT, n_neutral BIGINT, n_abstained BIGINT, n_origins_favor BIGINT,
    n_origins_against BIGINT, net_stance DOUBLE, net_low DOUBLE, net_high DOUBLE, n_articles BIGINT,
    n_sources BIGINT, n_origins BIGINT, denominator BIGINT, is_gap BOOLEAN, evidence_key VARCHAR
);
COMMENT ON TABLE trend_stance IS 'Who is for and against what. One row per unit, period, dimension, value and target, empty periods included.';
COMMENT ON COLUMN trend_stance.unit IS 'day, week (ISO), month, or all for the whole time.';
COMMENT ON COLUMN trend_stance.period_start IS 'First day of the period; null: all time, undated articles included.';
COMMENT ON COLUMN trend_stance.dimension IS 'all, language, country, source_kind, source_id or holder_kind.';
COMMENT ON COLUMN trend_stance.value IS 'Group of that dimension.';
COMMENT ON COLUMN trend_stance.target IS 'What the stance is toward.';
COMMENT ON COLUMN trend_stance.n_favor IS 'Positions (article and holder) in favor.';
COMMENT ON COLUMN trend_stance.n_against IS 'Positions against.';
COMMENT ON COLUMN trend_stance.n_mixed IS 'Positions both ways or with conditions.';
COMMENT ON COLUMN trend_stance.n_neutral IS 'Positions that expressly take no side.';
COMMENT ON COLUMN trend_stance.n_abstained IS 'Articles on the topic that say nothing on the target.';
COMMENT ON COLUMN trend_stance.n_origins_favor IS 'Independent origins in favor on balance.';
COMMENT ON COLUMN trend_stance.n_origins_against IS 'Independent origins against on balance.';
COMMENT ON COLUMN trend_stance.net_stance IS '(for - against) / all, over independent origins, -1 to 1.';
COMMENT ON COLUMN trend_stance.net_low IS 'Lower bound, bootstrap over origins, 95 %.';
COMMENT ON COLUMN trend_stance.net_high IS 'Upper bound, bootstrap over origins, 95 %.';
COMMENT ON COLUMN trend_stance.n_articles IS 'Articles on the topic that are counted.';
COMMENT ON COLUMN trend_stance.n_sources IS 'Their sources.';
COMMENT ON COLUMN trend_stance.n_origins IS 'Their independent origins: copies of one text count once.';
COMMENT ON COLUMN trend_stance.denominator IS 'Articles on the topic in the same period and group.';
COMMENT ON COLUMN trend_stance.is_gap IS 'True: collection failed somewhere in the period, see coverage.';
COMMENT ON COLUMN trend_stance.evidence_key IS 'Key for trend_evidence: leads to the rows counted.';

CREATE TABLE trend_figures (
    unit VARCHAR, period_start DATE, figure_id BIGINT, figure_label VARCHAR, unit_of_measure VARCHAR,
    value_min DOUBLE, value_max DOUBLE, value_median DOUBLE, n_mentions BIGINT, n_articles BIGINT,
    n_sources BIGINT, n_origins BIGINT, denominator BIGINT, is_gap BOOLEAN, first_seen_on DATE,
    first_article_id BIGINT, first_cited_by VARCHAR, evidence_key VARCHAR
);
COMMENT ON TABLE trend_figures IS 'How often each figure is cited. One row per unit, period and figure, from its first period to its last.';
COMMENT ON COLUMN trend_figures.unit IS 'day, week (ISO), month, or all for the whole time.';
COMMENT ON COLUMN trend_figures.period_start IS 'First day of the period; null: all time, undated articles included.';
COMMENT ON COLUMN trend_figures.figure_id IS 'Figure.';
COMMENT ON COLUMN trend_figures.figure_label IS 'The figure in words.';
COMMENT ON COLUMN trend_figures.unit_of_measure IS 'Unit of the figure.';
COMMENT ON COLUMN trend_figures.value_min IS 'Least value printed.';
COMMENT ON COLUMN trend_figures.value_max IS 'Highest value printed, upper ends of ranges included.';
COMMENT ON COLUMN trend_figures.value_median IS 'Median of the values printed.';
COMMENT ON COLUMN trend_figures.n_mentions IS 'Mentions counted.';
COMMENT ON COLUMN trend_figures.n_articles IS 'Articles on the topic that are counted.';
COMMENT ON COLUMN trend_figures.n_sources IS 'Their sources.';
COMMENT ON COLUMN trend_figures.n_origins IS 'Their independent origins: copies of one text count once.';
COMMENT ON COLUMN trend_figures.denominator IS 'Articles on the topic in the same period and group.';
COMMENT ON COLUMN trend_figures.is_gap IS 'True: collection failed somewhere in the period, see coverage.';
COMMENT ON COLUMN trend_figures.first_seen_on IS 'Day of the first article that gives the figure.';
COMMENT ON COLUMN trend_figures.first_article_id IS 'That article.';
COMMENT ON COLUMN trend_figures.first_cited_by IS 'Who gives it there.';
COMMENT ON COLUMN trend_figures.evidence_key IS 'Key for trend_evidence: leads to the rows counted.';

CREATE TABLE trend_experts (
    unit VARCHAR, period_start DATE, person_id VARCHAR, name VARCHAR, kind VARCHAR, role VARCHAR,
    affiliation VARCHAR, n_mentions BIGINT, n_quotations BIGINT, n_articles BIGINT, n_sources BIGINT,
    n_origins BIGINT, denominator BIGINT, share DOUBLE, share_low DOUBLE, share_high DOUBLE,
    concentration DOUBLE, co_quoted VARCHAR, first_seen_on DATE, is_gap BOOLEAN, evidence_key VARCHAR
);
COMMENT ON TABLE trend_experts IS 'Who is quoted and mentioned. One row per unit, period and person, from the first period to the last.';
COMMENT ON COLUMN trend_experts.unit IS 'day, week (ISO), month, or all for the whole time.';
COMMENT ON COLUMN trend_experts.period_start IS 'First day of the period; null: all time, undated articles included.';
COMMENT ON COLUMN trend_experts.person_id IS 'Person.';
COMMENT ON COLUMN trend_experts.name IS 'Name most often given.';
COMMENT ON COLUMN trend_experts.kind IS 'Kind most often given.';
COMMENT ON COLUMN trend_experts.role IS 'Role last stated.';
COMMENT ON COLUMN trend_experts.affiliation IS 'Affiliation last stated.';
COMMENT ON COLUMN trend_experts.n_mentions IS 'Mentions counted.';
COMMENT ON COLUMN trend_experts.n_quotations IS 'Quotations counted.';
COMMENT ON COLUMN trend_experts.n_articles IS 'Articles on the topic that are counted.';
COMMENT ON COLUMN trend_experts.n_sources IS 'Their sources.';
COMMENT ON COLUMN trend_experts.n_origins IS 'Their independent origins: copies of one text count once.';
COMMENT ON COLUMN trend_experts.denominator IS 'Articles on the topic in the same period and group.';
COMMENT ON COLUMN trend_experts.share IS 'n_articles / denominator; null: nothing to divide by.';
COMMENT ON COLUMN trend_experts.share_low IS 'Lower bound of the share, Wilson, 95 %.';
COMMENT ON COLUMN trend_experts.share_high IS 'Upper bound of the share, Wilson, 95 %.';
COMMENT ON COLUMN trend_experts.concentration IS 'Herfindahl index of the appearances over sources, all time: 1 = one source alone.';
COMMENT ON COLUMN trend_experts.co_quoted IS 'Persons quoted in most of the same articles, all time, with how many.';
COMMENT ON COLUMN trend_experts.first_seen_on IS 'Day of the first article with the person.';
COMMENT ON COLUMN trend_experts.is_gap IS 'True: collection failed somewhere in the period, see coverage.';
COMMENT ON COLUMN trend_experts.evidence_key IS 'Key for trend_evidence: leads to the rows counted.';

CREATE TABLE trend_disagreement (
    unit VARCHAR, period_start DATE, figure_id BIGINT, figure_label VARCHAR, unit_of_measure VARCHAR,
    value DOUBLE, value_high DOUBLE, n_values BIGINT, spread DOUBLE, n_mentions BIGINT, n_articles BIGINT,
    n_sources BIGINT, n_origins BIGINT, denominator BIGINT, is_gap BOOLEAN, speakers VARCHAR,
    sources VARCHAR, evidence_key VARCHAR
);
COMMENT ON TABLE trend_disagreement IS 'Figures given with different values. One row per unit, period, figure and competing value.';
COMMENT ON COLUMN trend_disagreement.unit IS 'day, week (ISO), month, or all for the whole time.';
COMMENT ON COLUMN trend_disagreement.period_start IS 'First day of the period; null: all time, undated articles included.';
COMMENT ON COLUMN trend_disagreement.figure_id IS 'Figure.';
COMMENT ON COLUMN trend_disagreement.figure_label IS 'The figure in words.';
COMMENT ON COLUMN trend_disagreement.unit_of_measure IS 'Unit of the figure.';
COMMENT ON COLUMN trend_disagreement.value IS 'The value given.';
COMMENT ON COLUMN trend_disagreement.value_high IS 'Upper end of a range; null: no range.';
COMMENT ON COLUMN trend_disagreement.n_values IS 'Different values of the figure, all time.';
COMMENT ON COLUMN trend_disagreement.spread IS 'Highest value over lowest, all time.';
COMMENT ON COLUMN trend_disagreement.n_mentions IS 'Mentions counted.';
COMMENT ON COLUMN trend_disagreement.n_articles IS 'Articles on the topic that are counted.';
COMMENT ON COLUMN trend_disagreement.n_sources IS 'Their sources.';
COMMENT ON COLUMN trend_disagreement.n_origins IS 'Their independent origins: copies of one text count once.';
COMMENT ON COLUMN trend_disagreement.denominator IS 'Articles on the topic in the same period and group.';
COMMENT ON COLUMN trend_disagreement.is_gap IS 'True: collection failed somewhere in the period, see coverage.';
COMMENT ON COLUMN trend_disagreement.speakers IS 'Who gives this value in the period.';
COMMENT ON COLUMN trend_disagreement.sources IS 'Sources that print it in the period.';
COMMENT ON COLUMN trend_disagreement.evidence_key IS 'Key for trend_evidence: leads to the rows counted.';

CREATE TABLE trend_seed_echo (
    element_kind VARCHAR, element_id VARCHAR, element_label VARCHAR, source_id VARCHAR, uptake VARCHAR,
    n_mentions BIGINT, n_articles BIGINT, n_sources BIGINT, n_origins BIGINT, denominator BIGINT,
    first_seen_on DATE, last_seen_on DATE, lag_days BIGINT, is_gap BOOLEAN, evidence_key VARCHAR
);
COMMENT ON TABLE trend_seed_echo IS 'How elements of the seed document are taken up. One row per element, source and uptake.';
COMMENT ON COLUMN trend_seed_echo.element_kind IS 'figure, expert, target or argument.';
COMMENT ON COLUMN trend_seed_echo.element_id IS 'Key of the element.';
COMMENT ON COLUMN trend_seed_echo.element_label IS 'The element in words.';
COMMENT ON COLUMN trend_seed_echo.source_id IS 'Source.';
COMMENT ON COLUMN trend_seed_echo.uptake IS 'seed, repeated, taken_up, contested or dropped.';
COMMENT ON COLUMN trend_seed_echo.n_mentions IS 'Mentions counted.';
COMMENT ON COLUMN trend_seed_echo.n_articles IS 'Articles on the topic that are counted.';
COMMENT ON COLUMN trend_seed_echo.n_sources IS 'Their sources.';
COMMENT ON COLUMN trend_seed_echo.n_origins IS 'Their independent origins: copies of one text count once.';
COMMENT ON COLUMN trend_seed_echo.denominator IS 'Articles on the topic of the source, all time.';
COMMENT ON COLUMN trend_seed_echo.first_seen_on IS 'First sighting.';
COMMENT ON COLUMN trend_seed_echo.last_seen_on IS 'Last sighting.';
COMMENT ON COLUMN trend_seed_echo.lag_days IS 'Days from the seed document to the first sighting.';
COMMENT ON COLUMN trend_seed_echo.is_gap IS 'True: collection of the source failed on some day, see coverage.';
COMMENT ON COLUMN trend_seed_echo.evidence_key IS 'Key for trend_evidence: leads to the rows counted.';
