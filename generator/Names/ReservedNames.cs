namespace QmpGen.Generator.Names;

/// <summary>The names that generated types use themselves. A member of the schema with such a name gets a
/// suffix.</summary>
internal static class ReservedNames
{
    /// <summary>The suffix of the class with an enum's extension members.</summary>
    public const string ExtensionsSuffix = "Extensions";

    /// <summary>The members that the compiler adds to every record.</summary>
    public static readonly string[] Record =
    [
        "Clone",
        "EqualityContract",
        "Equals",
        "Finalize",
        "GetHashCode",
        "GetType",
        "MemberwiseClone",
        "PrintMembers",
        "ReferenceEquals",
        "ToString",
    ];

    /// <summary>The union branch for tag values that the schema does not have.</summary>
    public const string UnknownBranch = "UnknownBranch";

    /// <summary>The members of unions and of their branches.</summary>
    public static readonly string[] Union = [.. Record, "ExtraArguments", "Json", UnknownBranch, "WriteBranch"];

    /// <summary>The members of types, which therefore cannot be names of types.</summary>
    public static readonly string[] Type = [.. Union, "Create", "GetEnumerator", "Value"];

    /// <summary>The members of commands.</summary>
    public static readonly string[] Command = [.. Record, "AllowOob", "ExtraArguments", "Features", "WireName"];

    /// <summary>The members of events.</summary>
    public static readonly string[] Event = [.. Record, "Timestamp", "WireName", "WireNameCore"];

    /// <summary>The methods of <c>QmpClient</c>.</summary>
    public static readonly string[] Client =
    [
        "ConnectAsync",
        "DisposeAsync",
        "ExecuteAsync",
        "ExecuteOutOfBandAsync",
        "ExecuteRawAsync",
        "ExecuteRawOutOfBandAsync",
    ];
}
