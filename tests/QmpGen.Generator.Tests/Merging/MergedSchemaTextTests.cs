using Microsoft.CodeAnalysis;
using QmpGen.Generator.Names;
using Xunit;

namespace QmpGen.Generator.Tests.Merging;

/// <summary>The schema text and the features class of real dumps name everything that is generated.</summary>
public sealed class MergedSchemaTextTests
{
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);
    private Dictionary<string, string[]> _features = [];
    private string[][] _types = [];

    [Theory]
    [InlineData("client")]
    [InlineData("both")]
    public void Text_OfRealDumps_NamesEachTypeMemberAndValue(string directions)
    {
        GenerationResult result = Generation.Run(MergedDumps.CreateItems(MergedDumps.Four, ("Directions", directions)));
        string[][] lines = [.. GeneratedSchema.ReadLines(result).Select(line => line.Split(' '))];
        _types = [.. lines.Where(line => line[0] is "E" or "O" or "A")];
        _features = GeneratedSchema.ReadFeatures(result);
        string[][] named = [.. _types.Where(line => line[1][0] != '-')];
        FeatureNames names = new("QemuFeatures", named.Select(GetName));

        foreach (string[] line in named)
        {
            VisitType(Find(result, GetName(line)), line);
        }

        foreach (string[] line in lines.Where(line => line[0] is "C" or "V"))
        {
            string name = GetName(line).Split('=')[1];
            VisitEntity(
                line[0] == "C" ? names.ReserveCommand(name) : names.ReserveEvent(name),
                Find(result, name),
                line[2]
            );
        }

        foreach (string[] line in named.Where(line => line[0] == "O"))
        {
            VisitBranches(names, GetName(line), result.Find(GetName(line))!, line);
        }

        Assert.Equal(_features.Keys.Order(StringComparer.Ordinal), _visited.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["QemuClient", "QemuFeatures"],
            result
                .Types.Select(type => type.Name)
                .Where(name => !_found.Contains(name) && !name.EndsWith("Extensions", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        );
    }

    private INamedTypeSymbol Find(GenerationResult result, string name)
    {
        _found.Add(name);
        INamedTypeSymbol? type = result.Find(name);
        Assert.True(type is not null, name);
        return type;
    }

    private void VisitType(INamedTypeSymbol type, string[] line)
    {
        switch (line[0])
        {
            case "E":
                Compare(type.Name, line.Skip(2), type.GetMembers().OfType<IFieldSymbol>());
                break;
            case "O":
                Compare(type.Name, GetMembers(line), GetProperties(type));
                break;
        }
    }

    private void VisitEntity(string feature, INamedTypeSymbol type, string members)
    {
        string[] line = members == "-" ? [] : GetType(members);
        if (!line.Contains("?"))
        {
            Compare(feature, GetMembers(line), GetProperties(type));
        }
    }

    private void VisitBranches(FeatureNames names, string union, INamedTypeSymbol type, string[] line)
    {
        string[] branches = [.. line.SkipWhile(token => token != "?").Skip(2)];
        Assert.Equal(
            branches.Select(GetBranch).Order(StringComparer.Ordinal),
            type.GetTypeMembers()
                .Select(nested => nested.Name)
                .Where(name => name != "UnknownBranch")
                .Order(StringComparer.Ordinal)
        );
        foreach (string branch in branches)
        {
            string feature = names.ReserveBranch(union, GetBranch(branch));
            INamedTypeSymbol record = type.GetTypeMembers(GetBranch(branch)).Single();
            string[] content = branch.Contains(':', StringComparison.Ordinal) ? GetType(branch.Split(':')[1]) : [];
            Compare(feature, GetMembers(content), GetProperties(record));
            VisitBranches(names, feature, record, content);
        }
    }

    /// <summary>Compares the members in the text with those of a type and with the values of its enum.</summary>
    private void Compare(string feature, IEnumerable<string> members, IEnumerable<ISymbol> symbols)
    {
        string[] names = [.. symbols.Select(symbol => symbol.Name)];
        Assert.Equal(
            names.Select(name => name.Replace("Value", "", StringComparison.Ordinal)),
            members.Select(member =>
                CSharpName
                    .ToPascalCase(member.TrimStart('*').Split(':', '@', '/', '$')[0])
                    .Replace("Value", "", StringComparison.Ordinal)
            )
        );
        if (names.Length > 0)
        {
            Assert.True(_visited.Add(feature), feature);
            Assert.Equal(names, _features[feature]);
        }
    }

    private string[] GetType(string reference) =>
        _types[int.Parse(reference.Split('@')[0], System.Globalization.CultureInfo.InvariantCulture)];

    private static IEnumerable<string> GetMembers(string[] line) => line.Skip(2).TakeWhile(token => token != "?");

    private static string GetName(string[] line) => line[1].Split('@', '$')[0];

    private static string GetBranch(string token) => token.Split('=')[1].Split(':', '@')[0];

    private static IEnumerable<ISymbol> GetProperties(INamedTypeSymbol type) =>
        type.GetMembers()
            .OfType<IPropertySymbol>()
            .Where(property => property is { IsStatic: false, DeclaredAccessibility: Accessibility.Public });
}
