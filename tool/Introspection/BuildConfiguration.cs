using QmpGen.Tool.Qapi;

namespace QmpGen.Tool.Introspection;

/// <summary>Which conditional parts of a schema a build has.</summary>
internal sealed class BuildConfiguration
{
    private readonly Func<QapiCondition, bool> _holds;

    private BuildConfiguration(Func<QapiCondition, bool> holds) => _holds = holds;

    /// <summary>Everything there is, of all builds: also what one has only if it lacks something else.</summary>
    public static BuildConfiguration Everything { get; } = new(_ => true);

    /// <summary>A build that defines these symbols.</summary>
    public static BuildConfiguration Defining(IEnumerable<string> symbols)
    {
        HashSet<string> defined = new(symbols, StringComparer.Ordinal);
        return new(condition => condition.Holds(defined.Contains));
    }

    public bool Has(QapiCondition? condition) => condition is null || _holds(condition);
}
