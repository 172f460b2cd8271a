-- One row per scope, month to come and group: what range to expect.
select
    f.scope_id,
    s.name as scope,
    f.month,
    f.group_code,
    g.name as group_name,
    f.customers_median,
    f.customers_low80,
    f.customers_high80,
    f.customers_low95,
    f.customers_high95,
    f.share_median,
    f.share_low80,
    f.share_high80,
    f.share_low95,
    f.share_high95
from forecast_bands as f
inner join scopes as s on s.scope_id = f.scope_id
inner join group_names as g on g.group_code = f.group_code
