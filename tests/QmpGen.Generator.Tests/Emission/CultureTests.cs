using System.Globalization;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Tests that the culture of the machine does not change the output.</summary>
public sealed class CultureTests
{
    private static readonly InMemorySchema[] s_schemas =
    [
        InMemorySchema.FromText(Dumps.Read("qemu-11.1.json")),
        new(
            "messages.json",
            Schemas.Create(
                """{"name": "İ", "meta-type": "novelty"}""",
                """{"name": "i"}""",
                """{"name": "I-i", "meta-type": "command", "arg-type": "-1"}"""
            ),
            ("Namespace", "Iı")
        ),
        new("again.json", Schemas.Create(), ("Namespace", "iı"), ("Client", "ıClient")),
        new("more.json", "[\n-", ("Namespace", "More"), ("Accessibility", "PUBLIC"), ("Directions", "CLIENT")),
        new(
            "names.json",
            """{"releases": ["1", "2"], "types": {"i": {"members": {"i": "int in 2..1"}}}}""",
            ("Kind", "names")
        ),
    ];

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("fi-FI")]
    public void Output_InOtherCulture_IsUnchanged(string name)
    {
        CultureInfo culture = new(name);
        Assert.True(
            IsReal(culture),
            $"The culture {name} is not available. Install ICU and do not set InvariantGlobalization."
        );
        (string[] Files, IReadOnlyList<string> Messages) expected = RunIn(CultureInfo.InvariantCulture);

        (string[] Files, IReadOnlyList<string> Messages) result = RunIn(culture);

        Assert.True(expected.Files.Length > 20);
        Assert.Equal(
            ["QMPGEN002", "QMPGEN004", "QMPGEN005", "QMPGEN006", "QMPGEN011", "QMPGEN015"],
            expected
                .Messages.Select(message => message.Split("error ", 2)[^1].Split("warning ", 2)[^1].Split(':')[0])
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(expected.Files, result.Files);
        Assert.Equal(expected.Messages, result.Messages);
    }

    private static (string[] Files, IReadOnlyList<string> Messages) RunIn(CultureInfo culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            GenerationResult result = Generation.Run(s_schemas);
            return ([.. result.Trees.Select(tree => tree.FilePath + "\n" + tree)], result.Messages);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>Checks the dotted capital I of Turkish or the minus sign of Finnish.</summary>
    private static bool IsReal(CultureInfo culture) =>
        culture.TextInfo.ToUpper('i') == 'İ' || culture.NumberFormat.NegativeSign == "\u2212";
}
