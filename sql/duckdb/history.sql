-- What outlives a night: history.X holds every closed month's rows of table X.
-- No keys and no indexes: uniqueness is checked by query, because an index is
-- one more thing that a crash can leave broken.
create schema if not exists history;

create table if not exists history.customer_keys (
    customer_key integer not null,
    customer_id varchar not null
);

create table if not exists history.value_groups (
    month date not null,
    customer_key integer not null,
    segment varchar not null,
    tenure_days bigint,
    tenure_band integer not null,
    group_code integer not null,
    raw_group_code integer not null,
    class_profit_minor bigint not null,
    revenue_minor bigint not null,
    direct_cost_minor bigint not null,
    cost_to_serve_minor bigint not null,
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

create table if not exists history.intents (
    month date not null,
    segment varchar not null,
    group_code integer not null,
    intent varchar not null,
    rule varchar not null,
    reason varchar not null,
    customers bigint not null,
    profit_minor bigint not null,
    profit_mean double not null,
    trend_customers bigint not null,
    trend_mean double,
    trend_share double,
    trend_z double,
    trend integer,
    headroom_mean double,
    headroom integer
);

-- One row per closed month and the night that closed it last.
create table if not exists history.closed_months (
    month date not null,
    plan_year integer not null,
    config_hash varchar not null,
    input_hash varchar not null
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
