-- What outlives a night: history.X holds every closed month's rows of table X.
-- No keys and no indexes: uniqueness is checked by query, because an index is
-- one more thing that a crash can leave broken.
create schema if not exists history;

-- One row: the shape of these tables, and the program that made them first.
create table if not exists history.format (
    version integer not null,
    created_by varchar not null
);

-- One row per part of a history table as it was kept: its rows and their hash.
-- known_hash tells hash functions of different DuckDB versions apart.
create table if not exists history.contents (
    table_name varchar not null,
    key_name varchar not null,
    key_value varchar not null,
    rows bigint not null,
    hash_xor varchar not null,
    hash_sum varchar not null,
    known_hash varchar not null
);

create table if not exists history.customer_keys (
    customer_key integer not null,
    customer_id varchar not null,
    is_listed boolean not null
);

-- What bookings and charges were made of, so that a month of which nothing has
-- changed need not be made again.
create table if not exists history.booking_sources (
    month_start date not null,
    source varchar not null,
    times bigint not null
);

create table if not exists history.charged_months (
    month_start date not null
);

create table if not exists history.value_groups (
    month date not null,
    customer_key integer not null,
    segment varchar not null,
    tenure_days bigint,
    tenure_band integer not null,
    is_contractual boolean not null,
    group_code integer not null,
    raw_group_code integer not null,
    class_profit_minor bigint not null,
    revenue_minor bigint not null,
    direct_cost_minor bigint not null,
    cost_to_serve_minor bigint not null,
    avoidable_minor bigint not null,
    acquisition_minor bigint not null,
    capital_minor bigint not null,
    profit_minor bigint not null
);

create table if not exists history.group_bounds (
    plan_year integer not null,
    basis varchar not null,
    calibrated_on date,
    destroyers_to_minor bigint not null,
    neutral_band_minor bigint not null,
    creators_from_minor bigint not null
);

create table if not exists history.group_cells (
    month date not null,
    segment varchar not null,
    group_code integer not null,
    tenure_band integer not null,
    customers bigint not null,
    loss_makers bigint not null,
    revenue_minor bigint not null,
    direct_cost_minor bigint not null,
    cost_to_serve_minor bigint not null,
    acquisition_minor bigint not null,
    capital_minor bigint not null,
    profit_minor bigint not null,
    peak_minor bigint not null
);

create table if not exists history.moves (
    month date not null,
    comparison varchar not null,
    then_month date not null,
    then_segment varchar,
    now_segment varchar,
    then_code integer not null,
    now_code integer not null,
    customers bigint not null,
    then_revenue_minor bigint not null,
    now_revenue_minor bigint not null,
    then_direct_cost_minor bigint not null,
    now_direct_cost_minor bigint not null,
    then_cost_to_serve_minor bigint not null,
    now_cost_to_serve_minor bigint not null,
    then_acquisition_minor bigint not null,
    now_acquisition_minor bigint not null,
    then_capital_minor bigint not null,
    now_capital_minor bigint not null,
    then_profit_minor bigint not null,
    now_profit_minor bigint not null,
    then_squares decimal(38, 0) not null,
    now_squares decimal(38, 0) not null,
    change_squares decimal(38, 0) not null
);

-- The portfolio's segment is null.
create table if not exists history.whales (
    month date not null,
    segment varchar,
    customers bigint not null,
    profit_minor bigint not null,
    peak_minor bigint not null,
    peak_ratio double,
    customers_at_peak bigint not null,
    erosion_rate double,
    gini double,
    top20_share double
);

create table if not exists history.advocacy_cells (
    month date not null,
    segment varchar not null,
    group_code integer not null,
    customers bigint not null,
    answers bigint not null,
    promoters bigint not null,
    passives bigint not null,
    detractors bigint not null
);

-- The numbers that the rules were held against; a signal that is unknown is
-- null and has a reason.
create table if not exists history.signals (
    month date not null,
    segment varchar not null,
    group_code integer not null,
    customers bigint not null,
    profit_minor bigint not null,
    profit_mean double not null,
    profit_error double,
    trend_customers bigint not null,
    trend_mean double,
    trend_error double,
    trend_share double,
    trend_z double,
    trend integer,
    trend_reason varchar not null,
    headroom_customers bigint not null,
    headroom_potentials bigint not null,
    headroom_mean double,
    headroom integer,
    headroom_reason varchar not null,
    answers bigint not null,
    nps double,
    nps_error double,
    shrunk_nps double,
    shrunk_error double,
    promoter_share double,
    answer_share double not null,
    is_low_coverage boolean not null,
    hurdle_nps double,
    hurdle_z double,
    advocacy integer,
    advocacy_reason varchar not null,
    avoidable_minor bigint not null,
    fixed_minor bigint,
    fixable integer,
    fixable_reason varchar not null,
    young_customers bigint not null,
    is_young integer not null,
    is_persistent integer,
    persistent_reason varchar not null,
    residual_mean double,
    residual_upper double,
    residual integer,
    residual_reason varchar not null
);

create table if not exists history.intents (
    month date not null,
    segment varchar not null,
    group_code integer not null,
    engine_intent varchar not null, -- what the rules wanted
    intent varchar not null, -- what holds
    secondary varchar,
    rule varchar not null,
    engine_reason varchar not null,
    reason varchar not null,
    is_parked boolean not null,
    parked_intent varchar,
    override_no integer, -- its place in the list of that night
    override_owner varchar,
    override_expires_on date,
    at_stake_minor bigint,
    since_month date not null,
    previous_intent varchar
);

-- One row per closed month and customer group that might have been retired.
create table if not exists history.retire_guards (
    month date not null,
    segment varchar not null,
    group_code integer not null,
    customers bigint not null,
    avoidable_minor bigint not null,
    stranded_minor bigint not null,
    effect_minor bigint not null,
    blocked_customers bigint, -- null: nothing is known about blocks
    linked_customers bigint, -- null: nothing is known about links
    cycles bigint not null,
    approved_by varchar,
    is_avoidable_loss boolean not null,
    is_reengineered boolean not null,
    is_large_enough boolean not null,
    is_unblocked boolean,
    is_unlinked boolean,
    is_within_share boolean not null,
    is_approved boolean not null,
    may_retire boolean not null,
    failing varchar not null
);

-- One row per closed month and the night that closed it last.
create table if not exists history.closed_months (
    month date not null,
    window_from date not null,
    data_from date not null, -- where the exports of that night began
    plan_year integer not null,
    config_hash varchar not null,
    input_hash varchar not null,
    version varchar not null
);

-- One row per night that was kept and month-ends it closed; the same night
-- again, on the same files, adds nothing. Nights have no time of their own.
create table if not exists history.runs (
    run_version varchar not null,
    as_of date not null,
    first_month date, -- null: an old month was shown and none closed
    months integer not null,
    config_hash varchar not null,
    input_hash varchar not null,
    program varchar not null,
    engine varchar not null
);

-- One row per run and delivered file.
create table if not exists history.deliveries (
    run_version varchar not null,
    as_of date not null,
    feed varchar not null,
    file varchar not null,
    sha256 varchar not null,
    rows_read bigint not null,
    loaded bigint not null,
    quarantined bigint not null,
    filtered bigint not null,
    blank bigint not null,
    modified_at timestamp -- of the file, UTC
);

-- One row per frozen month and line of money that later exports would change,
-- with the run that first found that amount.
create table if not exists history.restatements (
    month date not null,
    position integer not null,
    line varchar not null,
    frozen_minor bigint not null,
    restated_minor bigint not null,
    is_same_config boolean not null,
    run_version varchar not null,
    input_hash varchar not null
);

-- One row per frozen month and segment that later exports would change, in the
-- segments that customers stood in then.
create table if not exists history.segment_restatements (
    month date not null,
    segment varchar not null,
    frozen_customers bigint not null,
    restated_customers bigint not null,
    frozen_revenue_minor bigint not null,
    restated_revenue_minor bigint not null,
    frozen_profit_minor bigint not null,
    restated_profit_minor bigint not null,
    is_same_config boolean not null,
    run_version varchar not null,
    input_hash varchar not null
);

-- One row: the run that was kept last. Nights have no time of their own, and a
-- night that was there before adds no run.
create table if not exists history.last_run (
    run_version varchar not null
);

-- One row per closed month and target: the promise as it was then, and how it
-- stood. Money is in minor units.
create table if not exists history.targets (
    month date not null,
    segment varchar, -- null: the portfolio
    group_code integer not null,
    metric varchar not null,
    direction varchar not null,
    baseline_month date not null,
    baseline double,
    target_month date not null,
    target double not null,
    tolerance double not null,
    target_low double, -- lowest value that keeps the promise; null: no limit
    target_high double,
    glidepath varchar not null,
    actual double,
    standard_error double,
    glide double,
    glide_low double,
    glide_high double,
    attainment double,
    progress double,
    path_colour varchar not null, -- chance apart
    is_inconclusive boolean not null,
    status_colour varchar not null, -- to date
    reason varchar not null,
    hit_share double, -- probability that the promise will be kept
    median double,
    low80 double,
    high80 double,
    outlook_colour varchar not null,
    outlook_reason varchar not null,
    colour varchar not null -- the worse of status and outlook
);

-- What actual rates add to a month that is shown at plan rates.
create table if not exists history.fx_cells (
    month date not null,
    segment varchar not null,
    revenue_minor bigint not null,
    direct_cost_minor bigint not null,
    cost_to_serve_minor bigint not null,
    acquisition_minor bigint not null,
    capital_minor bigint not null,
    fx_minor bigint not null
);

-- A given rate comes from no month.
create table if not exists history.plan_rates (
    plan_year integer not null,
    currency varchar not null,
    rate decimal(18, 10) not null,
    from_month date
);
