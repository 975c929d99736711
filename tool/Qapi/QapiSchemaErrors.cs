using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Qapi;

/// <summary>Creates the errors for QAPI that is not a valid schema.</summary>
/// <remarks>An <c>owner</c> is text such as <c>the struct 'S'</c>.</remarks>
internal static class QapiSchemaErrors
{
    public static InputException FileNotFound(SourceSpan span, string file) =>
        new(span, $"cannot find the file '{file}': check the path");

    public static InputException UnusableFile(SourceSpan span, string file, string reason) =>
        new(span, $"cannot include '{file}': {reason}");

    public static InputException IncludesTooDeep(SourceSpan span, int maximum) =>
        new(span, $"includes are nested more than {maximum} levels deep: include the file in another file");

    public static InputException IncludeLoop(SourceSpan span, string file) =>
        new(span, $"'{file}' already includes this file: remove one of the two includes");

    public static InputException NotADefinition(SourceSpan span) =>
        new(
            span,
            "the expression is not a definition: "
                + "add 'command', 'event', 'struct', 'enum', 'union' or 'alternate' with a name"
        );

    public static InputException WrongComment(SourceSpan span, string symbol, string owner) =>
        new(span, $"the documentation comment describes '{symbol}' instead of {owner}: rename one of them");

    public static InputException NotAString(SourceSpan span, string owner) =>
        new(span, $"{owner} must be a 'string' in single quotes");

    public static InputException NotABoolean(SourceSpan span, string owner) =>
        new(span, $"{owner} must be true or false, without quotes");

    public static InputException NotAList(SourceSpan span, string owner) => new(span, $"{owner} must be a list [ … ]");

    public static InputException NotAnObject(SourceSpan span, string owner) =>
        new(span, $"{owner} must be an object {{ … }}");

    public static InputException NotAType(SourceSpan span) =>
        new(span, "the value is not a type: write 'Type', or ['Type'] for a list");

    public static InputException MissingKey(SourceSpan span, string owner, string key) =>
        new(span, $"{owner} does not have the key '{key}': add it");

    public static InputException UnknownKey(SourceSpan span, string owner, string key, IEnumerable<string> known) =>
        new(span, $"unknown key '{key}' in {owner}: use one of {string.Join(", ", known.Select(name => $"'{name}'"))}");

    public static InputException Duplicate(SourceSpan span, string owner, string kind, string name) =>
        new(span, $"duplicate {kind} '{name}' in {owner}: remove or rename one of them");

    public static InputException InvalidName(SourceSpan span, string name) =>
        new(span, $"'{name}' is not a valid name: use letters, digits, '-', '_' and '.'");

    public static InputException LongName(SourceSpan span, string name, int limit) =>
        new(span, $"'{NameRules.Format(name)}' has {name.Length} characters, but the limit is {limit}: shorten it");

    public static InputException ReservedName(SourceSpan span, string name) =>
        new(span, $"'{name}' starts with 'q_', which QEMU reserves: choose another name");

    public static InputException BuiltinName(SourceSpan span, string name) =>
        new(span, $"'{name}' is a built-in type: choose another name");

    public static InputException AlreadyDefined(SourceSpan span, string name, SourceSpan earlier) =>
        new(span, $"'{name}' is already defined at {earlier}: choose another name");

    public static InputException KindEnumName(SourceSpan span, string name, SourceSpan union) =>
        new(span, $"'{name}' is also the enum that QAPI creates for the union at {union}: choose another name");

    public static InputException UnknownType(SourceSpan span, string name) =>
        new(span, $"unknown type '{name}': define it, or include the file that defines it");

    public static InputException NotATypeName(SourceSpan span, string name) =>
        new(span, $"'{name}' is a command or an event: name a type instead");

    public static InputException NotACondition(SourceSpan span) =>
        new(span, "the value is not a condition: write 'SYMBOL', {'all': [ … ]}, {'any': [ … ]} or {'not': … }");

    public static InputException UnknownOperator(SourceSpan span, string name) =>
        new(span, $"unknown condition operator '{name}': write 'all', 'any' or 'not'");

    public static InputException NoConditions(SourceSpan span) =>
        new(span, "expected a list with at least one condition");

    public static InputException InvalidCondition(SourceSpan span, string text) =>
        new(
            span,
            $"'{text}' is not a condition from this column on: "
                + "write 'SYMBOL', or combine defined(SYMBOL) with &&, || and !"
        );

    public static InputException ConditionTooDeep(SourceSpan span, int limit) =>
        new(span, $"the condition is nested more than {limit} levels deep: simplify it");

    public static InputException BoxedWithoutType(SourceSpan span, string owner) =>
        new(span, $"{owner} is boxed but does not name a type: add 'data', or remove 'boxed'");

    public static InputException DataNotAnObject(SourceSpan span, string owner, string type) =>
        new(span, $"the data of {owner} has the type '{type}': use a struct or a union");

    public static InputException UnionNotBoxed(SourceSpan span, string owner, string type) =>
        new(span, $"the data of {owner} is the union '{type}': add 'boxed': true");

    public static InputException BaseNotAStruct(SourceSpan span, string owner, string type) =>
        new(span, $"the base '{type}' of {owner} is not a struct: use a struct");

    public static InputException BaseCycle(SourceSpan span, string owner, string type) =>
        new(span, $"the bases of {owner} form a cycle through '{type}': remove one 'base'");

    public static InputException TooManyBases(SourceSpan span, string owner, int limit) =>
        new(span, $"{owner} has a chain of more than {limit} bases: merge some of them");

    public static InputException DuplicateMember(SourceSpan span, string owner, string name, SourceSpan earlier) =>
        new(span, $"the member '{name}' of {owner} is also defined at {earlier}: rename one of them");

    public static InputException DiscriminatorMissing(SourceSpan span, string owner, string name) =>
        new(span, $"the discriminator '{name}' of {owner} is not a member of its base: add it there");

    public static InputException DiscriminatorNotAnEnum(SourceSpan span, string owner, string name, string type) =>
        new(span, $"the discriminator '{name}' of {owner} has the type '{type}': use an enum");

    public static InputException DiscriminatorOptional(SourceSpan span, string owner, string name) =>
        new(span, $"the discriminator '{name}' of {owner} is optional or conditional: remove its '*' or 'if'");

    public static InputException NoBranches(SourceSpan span, string owner) =>
        new(span, $"{owner} does not have a branch: add one, or define a struct");

    public static InputException BranchNotAValue(SourceSpan span, string owner, string tag) =>
        new(span, $"{owner} is not a value of the enum '{tag}': add the value, or remove the branch");

    public static InputException BranchNotAnObject(SourceSpan span, string owner, string type) =>
        new(span, $"{owner} has the type '{type}': use a struct or a union");

    public static InputException UnionCycle(SourceSpan span, string owner) =>
        new(span, $"{owner} contains the union itself: use another type");

    public static InputException TooManyUnions(SourceSpan span, string owner, int limit) =>
        new(span, $"{owner} nests more than {limit} unions: flatten them");

    public static InputException BranchWithoutKind(SourceSpan span, string owner, string type) =>
        new(span, $"{owner} has the type '{type}', which matches several kinds of JSON values: use another type");

    public static InputException SameKind(SourceSpan span, string owner, string first, string second, string kind) =>
        new(span, $"the branches '{first}' and '{second}' of {owner} are both a JSON {kind}: remove one of them");
}
