using QmpGen.Generator.Names;

namespace QmpGen.Generator.Model;

/// <summary>The names that surround a record and that its members must avoid or hide.</summary>
/// <param name="Enclosing">The record and the types that it is nested in, innermost first.</param>
/// <param name="Properties">The inherited properties.</param>
/// <param name="Branches">The inherited branches.</param>
internal sealed record NamingContext(IReadOnlyList<string> Enclosing, NameSet Properties, NameSet Branches)
{
    /// <summary>The number of unions around the record.</summary>
    public int Depth => Enclosing.Count - 1;

    /// <summary>Adds what a union passes on to its branches.</summary>
    public NamingContext Inherit(IEnumerable<string> properties, IEnumerable<string> branches) =>
        this with
        {
            Properties = new NameSet(properties, Properties),
            Branches = new NameSet(branches, Branches),
        };

    /// <summary>Enters a nested record.</summary>
    public NamingContext Enter(string name) => this with { Enclosing = [name, .. Enclosing] };
}
