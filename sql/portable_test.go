package sql

import (
	"slices"
	"strings"
)

// Words, functions and operators that one of the two engines lacks or means
// differently, or that do not give the same night twice.
var (
	foreignWords = strings.Fields(`
		qualify exclude asof semi anti positional natural pivot unpivot tablesample
		sample summarize offset ilike glob rlike similar macro
		current_date current_time current_timestamp localtime localtimestamp
		hugeint uhugeint ubigint uinteger float8 float4 int8 int4 string`)

	foreignFunctions = strings.Fields(`
		columns hash md5 md5_number sha1 sha256 sha512 xxhash64 murmur3 crc32
		regexp regexp_matches regexp_full_match regexp_like regexp_extract
		regexp_extract_all regexp_replace regexp_split regexp_split_to_array
		unnest list map row struct_pack struct_extract array_agg string_agg listagg
		group_concat generate_series range flatten
		now today random rand uuid gen_random_uuid setseed get_current_timestamp
		median mode percentile_cont percentile_disc count_if countif
		concat concat_ws max_by min_by arg_max arg_min argmax argmin
		any_value arbitrary first last ifnull nvl if iff iif len left right
		contains prefix suffix instr printf format log trunc isnan is_nan
		date_add date_sub datediff datesub dateadd date_part datepart last_day make_date strftime
		strptime try_strptime date_format date_parse epoch to_days to_months
		favg fsum kahan_sum sumkahan product
		avg_if stddev stddev_samp stddev_pop variance var_samp var_pop corr
		covar_samp covar_pop regr_slope regr_intercept skewness kurtosis entropy`)

	foreignPrefixes = []string{"approx_", "quantile", "list_", "array_", "struct_", "map_", "json_", "epoch_"}

	foreignSymbols = []string{"::", "==", "//", "**", "^", "~", "!~", "~~", "->", "=>", "[", "]", "<=>", "@>", "<@", "&", "|"}

	portableTypes = []string{"boolean", "integer", "bigint", "double", "decimal", "varchar", "date"}
)

// portable are the rules that let DuckDB and Trino run a statement unchanged.
func (f *findings) portable(c code) {
	for i, t := range c.tokens {
		switch {
		case t.kind == text:
			f.literal(c, i)
		case c.is(i, foreignSymbols...):
			f.add(t.line, "not portable: "+t.text)
		case t.kind == word:
			f.foreign(c, i)
			f.meaning(c, i)
		case c.is(i, "/") && !c.isDivision(i):
			f.add(t.line, "divide cast(… as double) by nullif(…) or by a number")
		case c.is(i, ",") && (i+1 == len(c.tokens) || c.is(i+1, ")", "from", "where", "group", "having", "order", "limit")):
			f.add(t.line, "a comma before nothing")
		}
	}
}

// literal refuses texts that stand for what must never be stored or whose scale
// the engines read differently.
func (f *findings) literal(c code, i int) {
	switch strings.ToLower(strings.Trim(c.tokens[i].text, "'+-")) {
	case "nan", "inf", "infinity":
		f.add(c.tokens[i].line, "NaN and Infinity are never stored")
	}
	if c.is(i-1, "decimal") {
		f.add(c.tokens[i].line, "write cast('…' as decimal(p, s))")
	}
}

// foreign refuses single words and functions.
func (f *findings) foreign(c code, i int) {
	name := strings.ToLower(c.tokens[i].text)
	prefixed := func(prefix string) bool { return strings.HasPrefix(name, prefix) }
	isFunction := c.is(i+1, "(")
	if slices.Contains(foreignWords, name) ||
		isFunction && (slices.Contains(foreignFunctions, name) || slices.ContainsFunc(foreignPrefixes, prefixed)) {
		f.add(c.tokens[i].line, "not portable: "+name)
	}
}

// meaning refuses what both engines have but do not mean alike.
func (f *findings) meaning(c code, i int) {
	line := c.tokens[i].line
	open := i + 1 // the bracket, when the word is a function
	switch {
	case c.is(i, "distinct") && c.is(i+1, "on") && c.is(i+2, "("):
		f.add(line, "not portable: distinct on")
	case c.is(i, "group", "order") && c.is(i+1, "by") && c.is(i+2, "all"):
		f.add(line, "name the columns instead of all")
	case c.is(i, "is") && (c.is(i+1, "true", "false") || c.is(i+1, "not") && c.is(i+2, "true", "false")):
		f.add(line, "not portable: is true")
	case c.is(i, "ignore", "respect") && c.is(i+1, "nulls"):
		f.add(line, "not portable: ignore nulls")
	case c.is(i, "using") && c.is(i+1, "sample"):
		f.add(line, "no sampling")
	case c.is(i, "date_diff") && c.is(open, "(") && (c.kind(open+1) != text || c.tokens[open+1].text != "'day'"):
		f.add(line, "date_diff counts days only: the engines disagree about months")
	case c.is(i, "date_trunc") && c.is(open, "(") && !(c.is(i-2, "cast") && c.castTo(i-1, "date")):
		f.add(line, "write cast(date_trunc(…) as date)")
	case c.is(i, "interval") && !(c.kind(i+1) == text && c.castAround(i, "date")):
		f.add(line, "write cast(… - interval '12' month as date)")
	case c.is(i, "sum") && c.is(open, "(") && !c.isExactSum(i):
		f.add(line, "write cast(sum(…) as bigint) or sum(cast(… as decimal(38, 0)))")
	case c.is(i, "cast", "try_cast") && c.is(open, "(") && !c.castTo(open, portableTypes...):
		f.add(line, "cast to "+strings.Join(portableTypes, ", ")+" only")
	}
}

// isExactSum reports whether the sum at i gives a type that both engines agree on:
// it is cast, or its argument is cast to one that sums to itself.
func (c code) isExactSum(i int) bool {
	if c.castAround(i, "bigint", "decimal", "double") {
		return true
	}
	end := c.match[i+1]
	return c.has(i+1, end, "as", "decimal", "(") || c.has(i+1, end, "as", "double")
}

// doubles are the endings of names that the house gives to doubles only.
var doubles = []string{"mean", "share", "ratio", "rate", "error", "actual", "glide"}

// isDivision reports whether the division at i is one of doubles, by something
// that is not 0: a number, a nullif, the customers of a group (without any there
// is no group), or whatever a case around it can have looked at.
func (c code) isDivision(i int) bool {
	if !c.isDoubleProduct(i) {
		return false
	}
	end := c.operandEnd(i + 1)
	return c.kind(i+1) == number || c.inCase(i) || c.has(i+1, end, "nullif") ||
		c.kind(end-1) == word && endsIn(c.tokens[end-1].text, "customers")
}

// isDoubleProduct reports whether one of the factors on the left of i is a double:
// it says so inside, or has the name of one.
func (c code) isDoubleProduct(i int) bool {
	for j := i - 1; j > c.parent[i]; j-- {
		if c.parent[j] == c.parent[i] && !c.is(j, "*", "/", ".", "(", ")") &&
			(c.kind(j) == symbol || c.isKeyword(j) && !c.is(j, "cast")) {
			return false
		}
		if c.is(j, "double") || c.kind(j) == word && endsIn(c.tokens[j].text, doubles...) {
			return true
		}
	}
	return false
}

func endsIn(name string, endings ...string) bool {
	return slices.ContainsFunc(endings, func(ending string) bool {
		return name == ending || strings.HasSuffix(name, "_"+ending)
	})
}

// operandEnd is the place after the name, the call or the bracket at i.
func (c code) operandEnd(i int) int {
	for c.kind(i) == word && (c.is(i+1, ".") || c.is(i+1, "(")) || c.is(i, ".") {
		i++
	}
	if c.is(i, "(") && c.match[i] > i {
		return c.match[i] + 1
	}
	return i + 1
}

// inCase reports whether token i stands between a case and its end, in its own
// bracket or in one around it.
func (c code) inCase(i int) bool {
	depth := 0
	for j := range i {
		switch {
		case c.is(j, "case"):
			depth++
		case c.is(j, "end"):
			depth--
		}
	}
	return depth > 0
}
