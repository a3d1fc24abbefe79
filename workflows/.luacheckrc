-- The words that a definition may use; boflyt-workflow(7) explains them.
std = "none"
read_globals = {
	"action", "boolean", "case", "choice", "codelist", "date", "day", "days",
	"deadline", "deposit", "document", "duration", "error", "eviction", "household",
	"integer", "ipairs", "kr", "math", "money", "months", "pairs", "part", "pcall",
	"person", "plan", "reject", "select", "setting", "stage", "string", "table",
	"text", "timer", "tonumber", "tostring", "type", "unit", "user", "utf8",
	"weeks", "workdays", "workflow", "years",
}
max_line_length = 140
