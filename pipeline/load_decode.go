package pipeline

import (
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The decoder of the YAML package stops at the first unknown key of a mapping
// and forgets where values stood; this one follows the same yaml tags, goes on
// after a mistake and keeps the line of every key.

var fieldType = reflect.TypeFor[Field]()

// decode writes node into a value. A null leaves the default, as if the key were
// absent. Anchors are refused: a reviewer should see the value where it counts.
func (l *loader) decode(node *yaml.Node, into reflect.Value, key string) {
	if node.Kind == yaml.AliasNode {
		l.wrong(key, "must be written out, aliases are not read")
		return
	}
	if isNull(node) {
		return
	}
	l.present[key] = true
	switch into.Kind() {
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		l.decode(node, into.Elem(), key)
	case reflect.Struct:
		if into.Type() == fieldType && node.Kind == yaml.ScalarNode {
			into.Set(reflect.ValueOf(Field{From: node.Value}))
			return
		}
		l.decodeStruct(node, into, key)
	case reflect.Map:
		l.decodeMap(node, into, key)
	case reflect.Slice:
		l.decodeList(node, into, key)
	default:
		l.decodeScalar(node, into, key)
	}
}

func (l *loader) decodeStruct(node *yaml.Node, into reflect.Value, key string) {
	fields := map[string]reflect.Value{}
	var names []string
	for i := range into.NumField() {
		if name, ok := yamlName(into.Type().Field(i)); ok {
			fields[name] = into.Field(i)
			names = append(names, name)
		}
	}
	l.eachPair(node, key, func(name string, value *yaml.Node) {
		field, ok := fields[name]
		if !ok {
			l.wrong(childKey(key, name), "unknown key, expected one of %s", strings.Join(names, ", "))
			return
		}
		l.decode(value, field, childKey(key, name))
	})
}

func (l *loader) decodeMap(node *yaml.Node, into reflect.Value, key string) {
	into.Set(reflect.MakeMap(into.Type()))
	l.eachPair(node, key, func(name string, value *yaml.Node) {
		item := reflect.New(into.Type().Elem()).Elem()
		l.decode(value, item, childKey(key, name))
		into.SetMapIndex(reflect.ValueOf(name), item)
	})
}

func (l *loader) decodeList(node *yaml.Node, into reflect.Value, key string) {
	if node.Kind != yaml.SequenceNode {
		l.wrong(key, "must be a list")
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(node.Content), len(node.Content)))
	for i, item := range node.Content {
		path := indexKey(key, i)
		l.lines[path] = item.Line
		if isNull(item) {
			l.wrong(path, "must not be empty")
			continue
		}
		l.decode(item, into.Index(i), path)
	}
}

// eachPair visits the pairs of a mapping and notes their lines. A key that
// appears twice is visited once.
func (l *loader) eachPair(node *yaml.Node, key string, visit func(name string, value *yaml.Node)) {
	if node.Kind != yaml.MappingNode {
		l.wrong(key, "must be a mapping of keys to values")
		return
	}
	first := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		if name.Kind != yaml.ScalarNode {
			l.at(name.Line, key, "a key must be plain text")
			continue
		}
		path := childKey(key, name.Value)
		if line, ok := first[name.Value]; ok {
			l.at(name.Line, path, "appears twice, first "+l.place(line, name.Line))
			continue
		}
		first[name.Value] = name.Line
		l.lines[path] = name.Line
		visit(name.Value, value)
	}
}

func (l *loader) decodeScalar(node *yaml.Node, into reflect.Value, key string) {
	is := shown(node)
	switch into.Kind() {
	case reflect.String:
		// 2026-10-31 is a timestamp to YAML and 007 a number: taken as written.
		if node.Kind != yaml.ScalarNode {
			l.wrong(key, "must be a text, is %s", is)
			return
		}
		into.SetString(node.Value)
	case reflect.Bool:
		if node.ShortTag() != "!!bool" {
			l.wrong(key, "must be true or false, is %s", is)
			return
		}
		into.SetBool(strings.EqualFold(node.Value, "true"))
	case reflect.Int:
		n, err := strconv.Atoi(node.Value)
		if err != nil || node.ShortTag() != "!!int" {
			l.wrong(key, "must be a whole number, is %s", is)
			return
		}
		into.SetInt(int64(n))
	case reflect.Float64:
		x, err := strconv.ParseFloat(node.Value, 64)
		tag := node.ShortTag()
		if err != nil || math.IsInf(x, 0) || math.IsNaN(x) || tag != "!!float" && tag != "!!int" {
			l.wrong(key, "must be a number, is %s", is)
			return
		}
		into.SetFloat(x)
	default:
		panic("pipeline: no decoder for " + key + " of kind " + into.Kind().String())
	}
}

// shown is a value inside a message: short, and on one line whatever it holds.
func shown(node *yaml.Node) string {
	switch node.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	return quoted(node.Value)
}

// quoted is a text inside a message.
func quoted(text string) string {
	const longest = 60
	if letters := []rune(text); len(letters) > longest {
		text = string(letters[:longest]) + "…"
	}
	return strconv.Quote(text)
}

func isNull(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null"
}

// yamlName is the key of a struct field; ok is false when it has none.
func yamlName(field reflect.StructField) (name string, ok bool) {
	name = field.Tag.Get("yaml")
	return name, name != "" && name != "-"
}

var plainKey = regexp.MustCompile(`^[\pL\pN_ -]+$`)

// childKey is the path of a key inside another: a and b make a.b. A name that
// would blur the path is quoted.
func childKey(key, name string) string {
	if !plainKey.MatchString(name) {
		name = quoted(name)
	}
	if key == "" {
		return name
	}
	return key + "." + name
}

// indexKey is the path of an item of a list: a[2].
func indexKey(key string, i int) string {
	return key + "[" + strconv.Itoa(i) + "]"
}
