using QmpGen.Tool.Qapi;

namespace QmpGen.Tool.Introspection;

/// <summary>The conditional parts of a schema that a build includes.</summary>
internal sealed class BuildConfiguration
{
    private readonly Func<QapiCondition, bool> _isTrue;

    private BuildConfiguration(Func<QapiCondition, bool> isTrue) => _isTrue = isTrue;

    /// <summary>The parts of all builds, even those that exclude each other.</summary>
    public static BuildConfiguration AllParts { get; } = new(_ => true);

    /// <summary>Creates the configuration of a build that defines the given symbols.</summary>
    public static BuildConfiguration FromSymbols(IEnumerable<string> symbols)
    {
        HashSet<string> defined = new(symbols, StringComparer.Ordinal);
        return new(condition => condition.IsTrue(defined.Contains));
    }

    public bool Includes(QapiCondition? condition) => condition is null || _isTrue(condition);
}
