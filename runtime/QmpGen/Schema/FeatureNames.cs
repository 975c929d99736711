namespace QmpGen;

/// <summary>Names the nested enums of a features class. A name that is taken gets a suffix, then a number.</summary>
/// <remarks>
/// Types have their own names. Commands come next, then events, then the branches of each union, all in the order of
/// the schema text.
/// </remarks>
/// <param name="className">The name of the features class.</param>
/// <param name="types">The names of the types, which their enums have, too.</param>
internal sealed class FeatureNames(string className, IEnumerable<string> types)
{
    private const string ClientSuffix = "Client";

    private readonly HashSet<string> _taken = new(
        [
            className,
            "Equals",
            "Finalize",
            "GetHashCode",
            "GetType",
            "MemberwiseClone",
            "ReferenceEquals",
            "ToString",
            .. types,
        ],
        StringComparer.Ordinal
    );

    /// <summary>Gets the name of the features class of a client.</summary>
    public static string GetClassName(string clientName) => RemoveSuffix(clientName, ClientSuffix) + "Features";

    /// <summary>Reserves the name of a command's enum: that of the record without its suffix.</summary>
    public string ReserveCommand(string name) => Reserve(RemoveSuffix(name, "Command"), name);

    /// <summary>Reserves the name of an event's enum: that of the record without its suffix.</summary>
    public string ReserveEvent(string name) => Reserve(RemoveSuffix(name, "Event"), name);

    /// <summary>Reserves the name of a branch's enum.</summary>
    /// <param name="union">The name of the union's enum.</param>
    /// <param name="name">The name of the branch.</param>
    public string ReserveBranch(string union, string name) => Reserve(union + name, union + name + "Branch");

    private string Reserve(string name, string alternative)
    {
        string free = name;
        for (int number = 1; !_taken.Add(free); number++)
        {
            free = number == 1 ? alternative : alternative + number;
        }

        return free;
    }

    private static string RemoveSuffix(string name, string suffix) =>
        name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal)
            ? name.Substring(0, name.Length - suffix.Length)
            : name;
}
