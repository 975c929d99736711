using QmpGen.Fuzz.Targets.Readers;
using QmpGen.Fuzz.Targets.Schemas;
using QmpGen.Fuzz.Targets.Wire;

namespace QmpGen.Fuzz.Targets;

/// <summary>The targets by their names.</summary>
internal static class AllTargets
{
    private static readonly Dictionary<string, Lazy<IFuzzTarget>> s_targets = new(StringComparer.Ordinal)
    {
        ["client"] = new(() => new ClientTarget()),
        ["agent"] = new(() => new AgentTarget()),
        ["readers"] = new(() => new ReadersTarget()),
        ["schema"] = new(() => new SchemaTarget()),
        ["qapi"] = new(() => new QapiTarget()),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => s_targets.Keys;

    /// <summary>One of them; null where there is none of the name. It is made once.</summary>
    public static IFuzzTarget? Find(string name) =>
        s_targets.TryGetValue(name, out Lazy<IFuzzTarget>? target) ? target.Value : null;
}
