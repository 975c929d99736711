using QmpGen.Generator.Diagnostics;

namespace QmpGen.Tool.Qapi;

/// <summary>Creates the errors for QAPI that is not a valid schema.</summary>
/// <remarks>An <c>owner</c> is text such as <c>the struct 'S'</c>.</remarks>
internal static class QapiSchemaErrors
{
    public static InputException FileNotFound(SourceSpan position, string file) =>
        new(position, $"cannot find the file '{file}': check the path");

    public static InputException IncludeLoop(SourceSpan position, string file) =>
        new(position, $"'{file}' already includes this file: remove one of the two includes");

    public static InputException NotADefinition(SourceSpan position) =>
        new(
            position,
            "the expression is not a definition: "
                + "add 'command', 'event', 'struct', 'enum', 'union' or 'alternate' with a name"
        );

    public static InputException WrongComment(SourceSpan position, string symbol, string owner) =>
        new(position, $"the documentation comment describes '{symbol}' instead of {owner}: rename one of them");

    public static InputException NotAString(SourceSpan position, string owner) =>
        new(position, $"{owner} must be a 'string' in single quotes");

    public static InputException NotABoolean(SourceSpan position, string owner) =>
        new(position, $"{owner} must be true or false, without quotes");

    public static InputException NotAList(SourceSpan position, string owner) =>
        new(position, $"{owner} must be a list [ … ]");

    public static InputException NotAnObject(SourceSpan position, string owner) =>
        new(position, $"{owner} must be an object {{ … }}");

    public static InputException NotAType(SourceSpan position) =>
        new(position, "the value is not a type: write 'Type', or ['Type'] for a list");

    public static InputException MissingKey(SourceSpan position, string owner, string key) =>
        new(position, $"{owner} does not have the key '{key}': add it");

    public static InputException UnknownKey(SourceSpan position, string owner, string key, IEnumerable<string> known) =>
        new(
            position,
            $"unknown key '{key}' in {owner}: use one of {string.Join(", ", known.Select(name => $"'{name}'"))}"
        );

    public static InputException Duplicate(SourceSpan position, string owner, string kind, string name) =>
        new(position, $"duplicate {kind} '{name}' in {owner}: remove or rename one of them");

    public static InputException InvalidName(SourceSpan position, string name) =>
        new(position, $"'{name}' is not a valid name: use letters, digits, '-', '_' and '.'");

    public static InputException ReservedName(SourceSpan position, string name) =>
        new(position, $"'{name}' starts with 'q_', which QEMU reserves: choose another name");

    public static InputException BuiltinName(SourceSpan position, string name) =>
        new(position, $"'{name}' is a built-in type: choose another name");

    public static InputException AlreadyDefined(SourceSpan position, string name, SourceSpan earlier) =>
        new(position, $"'{name}' is already defined at {earlier}: choose another name");

    public static InputException KindEnumName(SourceSpan position, string name, SourceSpan union) =>
        new(position, $"'{name}' is also the enum that QAPI creates for the union at {union}: choose another name");

    public static InputException UnknownType(SourceSpan position, string name) =>
        new(position, $"unknown type '{name}': define it, or include the file that defines it");

    public static InputException NotATypeName(SourceSpan position, string name) =>
        new(position, $"'{name}' is a command or an event: name a type instead");

    public static InputException NotACondition(SourceSpan position) =>
        new(position, "the value is not a condition: write 'SYMBOL', {'all': [ … ]}, {'any': [ … ]} or {'not': … }");

    public static InputException UnknownOperator(SourceSpan position, string name) =>
        new(position, $"unknown condition operator '{name}': write 'all', 'any' or 'not'");

    public static InputException NoConditions(SourceSpan position) =>
        new(position, "expected a list with at least one condition");

    public static InputException InvalidCondition(SourceSpan position, string text) =>
        new(
            position,
            $"'{text}' is not a condition from this column on: "
                + "write 'SYMBOL', or combine defined(SYMBOL) with &&, || and !"
        );

    public static InputException ConditionTooDeep(SourceSpan position, int limit) =>
        new(position, $"the condition is nested more than {limit} levels deep: simplify it");

    public static InputException BoxedWithoutType(SourceSpan position, string owner) =>
        new(position, $"{owner} is boxed but does not name a type: add 'data', or remove 'boxed'");

    public static InputException DataNotAnObject(SourceSpan position, string owner, string type) =>
        new(position, $"the data of {owner} has the type '{type}': use a struct or a union");

    public static InputException UnionNotBoxed(SourceSpan position, string owner, string type) =>
        new(position, $"the data of {owner} is the union '{type}': add 'boxed': true");

    public static InputException BaseNotAStruct(SourceSpan position, string owner, string type) =>
        new(position, $"the base '{type}' of {owner} is not a struct: use a struct");

    public static InputException BaseCycle(SourceSpan position, string owner, string type) =>
        new(position, $"the bases of {owner} form a cycle through '{type}': remove one 'base'");

    public static InputException TooManyBases(SourceSpan position, string owner, int limit) =>
        new(position, $"{owner} has a chain of more than {limit} bases: merge some of them");

    public static InputException DuplicateMember(SourceSpan position, string owner, string name, SourceSpan earlier) =>
        new(position, $"the member '{name}' of {owner} is also defined at {earlier}: rename one of them");

    public static InputException DiscriminatorMissing(SourceSpan position, string owner, string name) =>
        new(position, $"the discriminator '{name}' of {owner} is not a member of its base: add it there");

    public static InputException DiscriminatorNotAnEnum(SourceSpan position, string owner, string name, string type) =>
        new(position, $"the discriminator '{name}' of {owner} has the type '{type}': use an enum");

    public static InputException DiscriminatorOptional(SourceSpan position, string owner, string name) =>
        new(position, $"the discriminator '{name}' of {owner} is optional or conditional: remove its '*' or 'if'");

    public static InputException NoBranches(SourceSpan position, string owner) =>
        new(position, $"{owner} does not have a branch: add one, or define a struct");

    public static InputException BranchNotAValue(SourceSpan position, string owner, string tag) =>
        new(position, $"{owner} is not a value of the enum '{tag}': add the value, or remove the branch");

    public static InputException BranchNotAnObject(SourceSpan position, string owner, string type) =>
        new(position, $"{owner} has the type '{type}': use a struct or a union");

    public static InputException UnionCycle(SourceSpan position, string owner) =>
        new(position, $"{owner} contains the union itself: use another type");

    public static InputException TooManyUnions(SourceSpan position, string owner, int limit) =>
        new(position, $"{owner} nests more than {limit} unions: flatten them");

    public static InputException BranchWithoutKind(SourceSpan position, string owner, string type) =>
        new(position, $"{owner} has the type '{type}', which matches several kinds of JSON values: use another type");

    public static InputException SameKind(
        SourceSpan position,
        string owner,
        string first,
        string second,
        string kind
    ) => new(position, $"the branches '{first}' and '{second}' of {owner} are both a JSON {kind}: remove one of them");
}
