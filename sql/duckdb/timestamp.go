package duckdb

import (
	"cmp"
	"fmt"
)

// isoTime is an ISO day, or an instant with a blank or a T between day and time.
const isoTime = "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?(Z|[+-][0-9]{2}(:[0-9]{2})?)?)?)?"

// parseTimestamp reads a day or an instant. In a declared format there is no zone.
func parseTimestamp(in source, format string) parser {
	// Also of a Parquet file it is the text that tells whether there is a zone.
	text := source{text: in.text}
	if cmp.Or(format, isoDate) != isoDate {
		day := parseDate(text, format)
		return parser{
			sql:  fmt.Sprintf("case when %s is not null then try_strptime(%s, %s) end", day.sql, text.text, quoteText(format)),
			want: day.want, kind: "timestamp",
		}
	}
	value := fmt.Sprintf("cast(try_cast(%s as timestamptz) as timestamp)", text.text)
	return parser{
		sql: fmt.Sprintf("case when regexp_full_match(%[1]s, %[2]s) and %[3]s between timestamp '1900-01-01' and timestamp '2199-12-31 23:59:59.999999' then %[3]s end",
			text.text, quoteText(isoTime), value),
		want: "a day or an instant like 2026-09-30 or 2026-09-30 14:05:00", kind: "timestamp",
	}
}
