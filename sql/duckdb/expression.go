package duckdb

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"valueshift/pipeline"
)

// allowedClasses are the kinds of syntax an expression may be built from. What is
// not listed (subqueries, windows, lambdas, parameters, stars) is refused.
var allowedClasses = map[string]bool{
	"COMPARISON": true, "CONJUNCTION": true, "CONSTANT": true, "COLUMN_REF": true,
	"FUNCTION": true, "OPERATOR": true, "CASE": true, "CAST": true, "BETWEEN": true,
}

// allowedFunctions are row-local, give the same result every time and cannot
// reach a file, a setting or another row.
var allowedFunctions = map[string]bool{
	"+": true, "-": true, "*": true, "/": true, "%": true, "||": true,
	"~~": true, "!~~": true, // like, not like
	"abs": true, "round": true, "floor": true, "ceil": true, "sign": true,
	"lower": true, "upper": true, "trim": true, "ltrim": true, "rtrim": true,
	"replace": true, "substr": true, "substring": true, "left": true, "right": true,
	"length": true, "strip_accents": true, "starts_with": true, "ends_with": true,
	"contains": true, "nullif": true, "greatest": true, "least": true,
	"year": true, "month": true, "day": true,
}

// references checks an expression from the configuration and returns the columns
// it reads, as written. The text is parsed only: nothing in it runs, not even to
// be planned. Everything but a row-local expression over names is refused.
func (e *Engine) references(ctx context.Context, expression string) ([]string, error) {
	if len(expression) > pipeline.LongestExpression {
		return nil, fmt.Errorf("%w: is longer than %d bytes", pipeline.ErrConfig, pipeline.LongestExpression)
	}
	var parsed string
	const before = "select (\n"
	err := e.conn.QueryRowContext(ctx, "select json_serialize_sql($1::varchar)::varchar",
		before+expression+"\n) as r from t").Scan(&parsed)
	if err != nil {
		return nil, err
	}
	var tree struct {
		Error      bool `json:"error"`
		Position   int  `json:"position,string"` // of the error, in letters
		Statements []struct {
			Node map[string]any `json:"node"`
		} `json:"statements"`
	}
	decoder := json.NewDecoder(strings.NewReader(parsed))
	decoder.UseNumber()
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	if tree.Error {
		return nil, unreadable([]rune(expression), tree.Position-len(before))
	}
	if len(tree.Statements) != 1 {
		return nil, fmt.Errorf("%w: must be one expression", pipeline.ErrConfig)
	}
	items, err := selectItems(tree.Statements[0].Node)
	if err != nil {
		return nil, err
	}
	var names []string
	if err := collect(items[0], &names); err != nil {
		return nil, err
	}
	return names, nil
}

// unreadable says where an expression ceases to be one. What DuckDB says is about
// the statement around it as well.
func unreadable(expression []rune, at int) error {
	if at < 0 || at >= len(expression) {
		return fmt.Errorf("%w: is no complete expression", pipeline.ErrConfig)
	}
	return fmt.Errorf("%w: cannot be read from %q on", pipeline.ErrConfig, string(expression[at:]))
}

// selectItems returns the one select item, after making sure that the statement
// around it is the one it was wrapped in.
func selectItems(node map[string]any) ([]any, error) {
	refused := fmt.Errorf("%w: must be one expression over the columns of a row", pipeline.ErrConfig)
	if node["type"] != "SELECT_NODE" {
		return nil, refused
	}
	for _, clause := range []string{"where_clause", "having", "qualify", "sample"} {
		if node[clause] != nil {
			return nil, refused
		}
	}
	for _, list := range []string{"modifiers", "group_expressions", "group_sets"} {
		if entries, _ := node[list].([]any); len(entries) > 0 {
			return nil, refused
		}
	}
	ctes, _ := node["cte_map"].(map[string]any)
	if entries, _ := ctes["map"].([]any); len(entries) > 0 {
		return nil, refused
	}
	from, _ := node["from_table"].(map[string]any)
	if from["type"] != "BASE_TABLE" || from["table_name"] != "t" || from["schema_name"] != "" || from["catalog_name"] != "" || from["alias"] != "" {
		return nil, refused
	}
	items, _ := node["select_list"].([]any)
	if len(items) != 1 {
		return nil, refused
	}
	return items, nil
}

// collect walks a syntax tree, refuses what is not allowed and gathers names. It goes
// by sorted keys, so that of several mistakes the same one is told every time, and the
// same select is written.
func collect(value any, names *[]string) error {
	switch node := value.(type) {
	case []any:
		for _, child := range node {
			if err := collect(child, names); err != nil {
				return err
			}
		}
	case map[string]any:
		if class, ok := node["class"].(string); ok {
			if err := checkNode(class, node, names); err != nil {
				return err
			}
		}
		for _, key := range slices.Sorted(maps.Keys(node)) {
			if key == "value" || key == "cast_type" {
				continue
			}
			if err := collect(node[key], names); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkNode(class string, node map[string]any, names *[]string) error {
	if !allowedClasses[class] {
		return fmt.Errorf("%w: %s is not allowed in an expression", pipeline.ErrConfig, strings.ToLower(class))
	}
	switch class {
	case "FUNCTION":
		name, _ := node["function_name"].(string)
		// The parser writes trim and substring, which have a syntax of their own, as
		// main.trim and main.substring.
		isPlain := (node["schema"] == "" || node["schema"] == "main") && node["catalog"] == ""
		if !allowedFunctions[name] || !isPlain {
			return fmt.Errorf("%w: function %s is not allowed in an expression", pipeline.ErrConfig, name)
		}
		if node["filter"] != nil || node["distinct"] == true {
			return fmt.Errorf("%w: function %s must be plain", pipeline.ErrConfig, name)
		}
	case "COLUMN_REF":
		parts, _ := node["column_names"].([]any)
		if len(parts) != 1 {
			return fmt.Errorf("%w: a column is named by one word", pipeline.ErrConfig)
		}
		*names = append(*names, parts[0].(string))
	}
	return nil
}
