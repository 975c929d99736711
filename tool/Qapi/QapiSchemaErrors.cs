using QmpGen.Generator.Qapi;

namespace QmpGen.Tool.Qapi;

/// <summary>Creates the errors for QAPI that is not a valid schema.</summary>
/// <remarks>An <c>owner</c> is text such as <c>the struct 'S'</c>.</remarks>
internal static class QapiSchemaErrors
{
    public static QapiException FileNotFound(QapiPosition position, string file) =>
        new(position, $"cannot find the file '{file}': check the path");

    public static QapiException IncludeLoop(QapiPosition position, string file) =>
        new(position, $"'{file}' already includes this file: remove one of the two includes");

    public static QapiException NotADefinition(QapiPosition position) =>
        new(
            position,
            "the expression is not a definition: "
                + "add 'command', 'event', 'struct', 'enum', 'union' or 'alternate' with a name"
        );

    public static QapiException WrongComment(QapiPosition position, string symbol, string owner) =>
        new(position, $"the documentation comment describes '{symbol}' instead of {owner}: rename one of them");

    public static QapiException NotAString(QapiPosition position, string owner) =>
        new(position, $"{owner} must be a 'string' in single quotes");

    public static QapiException NotABoolean(QapiPosition position, string owner) =>
        new(position, $"{owner} must be true or false, without quotes");

    public static QapiException NotAList(QapiPosition position, string owner) =>
        new(position, $"{owner} must be a list [ … ]");

    public static QapiException NotAnObject(QapiPosition position, string owner) =>
        new(position, $"{owner} must be an object {{ … }}");

    public static QapiException NotAType(QapiPosition position) =>
        new(position, "the value is not a type: write 'Type', or ['Type'] for a list");

    public static QapiException MissingKey(QapiPosition position, string owner, string key) =>
        new(position, $"{owner} does not have the key '{key}': add it");

    public static QapiException UnknownKey(
        QapiPosition position,
        string owner,
        string key,
        IEnumerable<string> known
    ) =>
        new(
            position,
            $"unknown key '{key}' in {owner}: use one of {string.Join(", ", known.Select(name => $"'{name}'"))}"
        );

    public static QapiException Duplicate(QapiPosition position, string owner, string kind, string name) =>
        new(position, $"duplicate {kind} '{name}' in {owner}: remove or rename one of them");

    public static QapiException InvalidName(QapiPosition position, string name) =>
        new(position, $"'{name}' is not a valid name: use letters, digits, '-', '_' and '.'");

    public static QapiException ReservedName(QapiPosition position, string name) =>
        new(position, $"'{name}' starts with 'q_', which QEMU reserves: choose another name");

    public static QapiException BuiltinName(QapiPosition position, string name) =>
        new(position, $"'{name}' is a built-in type: choose another name");

    public static QapiException AlreadyDefined(QapiPosition position, string name, QapiPosition earlier) =>
        new(position, $"'{name}' is already defined at {earlier}: choose another name");

    public static QapiException KindEnumName(QapiPosition position, string name, QapiPosition union) =>
        new(position, $"'{name}' is also the enum that QAPI creates for the union at {union}: choose another name");

    public static QapiException UnknownType(QapiPosition position, string name) =>
        new(position, $"unknown type '{name}': define it, or include the file that defines it");

    public static QapiException NotATypeName(QapiPosition position, string name) =>
        new(position, $"'{name}' is a command or an event: name a type instead");

    public static QapiException NotACondition(QapiPosition position) =>
        new(position, "the value is not a condition: write 'SYMBOL', {'all': [ … ]}, {'any': [ … ]} or {'not': … }");

    public static QapiException UnknownOperator(QapiPosition position, string name) =>
        new(position, $"unknown condition operator '{name}': write 'all', 'any' or 'not'");

    public static QapiException NoConditions(QapiPosition position) =>
        new(position, "expected a list with at least one condition");

    public static QapiException InvalidCondition(QapiPosition position, string text) =>
        new(
            position,
            $"'{text}' is not a condition from this column on: "
                + "write 'SYMBOL', or combine defined(SYMBOL) with &&, || and !"
        );

    public static QapiException ConditionTooDeep(QapiPosition position, int limit) =>
        new(position, $"the condition is nested more than {limit} levels deep: simplify it");

    public static QapiException BoxedWithoutType(QapiPosition position, string owner) =>
        new(position, $"{owner} is boxed but does not name a type: add 'data', or remove 'boxed'");

    public static QapiException DataNotAnObject(QapiPosition position, string owner, string type) =>
        new(position, $"the data of {owner} has the type '{type}': use a struct or a union");

    public static QapiException UnionNotBoxed(QapiPosition position, string owner, string type) =>
        new(position, $"the data of {owner} is the union '{type}': add 'boxed': true");

    public static QapiException BaseNotAStruct(QapiPosition position, string owner, string type) =>
        new(position, $"the base '{type}' of {owner} is not a struct: use a struct");

    public static QapiException BaseCycle(QapiPosition position, string owner, string type) =>
        new(position, $"the bases of {owner} form a cycle through '{type}': remove one 'base'");

    public static QapiException TooManyBases(QapiPosition position, string owner, int limit) =>
        new(position, $"{owner} has a chain of more than {limit} bases: merge some of them");

    public static QapiException DuplicateMember(
        QapiPosition position,
        string owner,
        string name,
        QapiPosition earlier
    ) => new(position, $"the member '{name}' of {owner} is also defined at {earlier}: rename one of them");

    public static QapiException DiscriminatorMissing(QapiPosition position, string owner, string name) =>
        new(position, $"the discriminator '{name}' of {owner} is not a member of its base: add it there");

    public static QapiException DiscriminatorNotAnEnum(QapiPosition position, string owner, string name, string type) =>
        new(position, $"the discriminator '{name}' of {owner} has the type '{type}': use an enum");

    public static QapiException DiscriminatorOptional(QapiPosition position, string owner, string name) =>
        new(position, $"the discriminator '{name}' of {owner} is optional or conditional: remove its '*' or 'if'");

    public static QapiException NoBranches(QapiPosition position, string owner) =>
        new(position, $"{owner} does not have a branch: add one, or define a struct");

    public static QapiException BranchNotAValue(QapiPosition position, string owner, string tag) =>
        new(position, $"{owner} is not a value of the enum '{tag}': add the value, or remove the branch");

    public static QapiException BranchNotAnObject(QapiPosition position, string owner, string type) =>
        new(position, $"{owner} has the type '{type}': use a struct or a union");

    public static QapiException UnionCycle(QapiPosition position, string owner) =>
        new(position, $"{owner} contains the union itself: use another type");

    public static QapiException TooManyUnions(QapiPosition position, string owner, int limit) =>
        new(position, $"{owner} nests more than {limit} unions: flatten them");

    public static QapiException BranchWithoutKind(QapiPosition position, string owner, string type) =>
        new(position, $"{owner} has the type '{type}', which matches several kinds of JSON values: use another type");

    public static QapiException SameKind(
        QapiPosition position,
        string owner,
        string first,
        string second,
        string kind
    ) => new(position, $"the branches '{first}' and '{second}' of {owner} are both a JSON {kind}: remove one of them");
}
