using QmpGen.Fuzz.Targets.Readers;
using QmpGen.Fuzz.Targets.Schemas;
using QmpGen.Fuzz.Targets.Wire;

namespace QmpGen.Fuzz.Targets;

/// <summary>All targets.</summary>
internal static class FuzzTargets
{
    private static readonly Dictionary<string, Lazy<IFuzzTarget>> s_targets = new(StringComparer.Ordinal)
    {
        ["client"] = new(() => new ClientTarget()),
        ["agent"] = new(() => new AgentTarget()),
        ["readers"] = new(() => new ReadersTarget()),
        ["schema"] = new(() => new SchemaTarget()),
        ["qapi"] = new(() => new QapiTarget()),
    };

    /// <summary>The names of the targets.</summary>
    public static IReadOnlyCollection<string> Names => s_targets.Keys;

    /// <summary>Returns a target. The first call creates it.</summary>
    /// <exception cref="KeyNotFoundException">The name is unknown.</exception>
    public static IFuzzTarget Get(string name) => s_targets[name].Value;
}
