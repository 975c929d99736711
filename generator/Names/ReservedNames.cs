namespace QmpGen.Generator.Names;

/// <summary>Names that no member of the schema can have on a generated type; such a member gets the suffix
/// <c>Value</c>.</summary>
internal static class ReservedNames
{
    /// <summary>What the compiler puts into every record.</summary>
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

    /// <summary>What a union calls the branch that the schema lacks.</summary>
    public const string UnknownBranch = "UnknownBranch";

    /// <summary>What generated unions have besides, and their branches.</summary>
    public static readonly string[] Union = [.. Record, "ExtraArguments", "Json", UnknownBranch, "WriteBranch"];

    /// <summary>What a type has inside, so that no type can be called so.</summary>
    public static readonly string[] Type = [.. Union, "Create", "GetEnumerator", "Value"];

    /// <summary>What generated commands have besides.</summary>
    public static readonly string[] Command = [.. Record, "AllowOob", "ExtraArguments", "Features", "WireName"];

    /// <summary>What generated events have besides.</summary>
    public static readonly string[] Event = [.. Record, "Timestamp", "WireName", "WireNameCore"];

    /// <summary>What <c>QmpClient</c> has.</summary>
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
