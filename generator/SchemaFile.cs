using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QmpGen.Generator.Model;
using QmpGen.Generator.Names;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;
using QmpGen.Generator.Schema.Selection;

namespace QmpGen.Generator;

/// <summary>A QmpSchema item as the compiler hands it over: the file's content and the item's metadata.</summary>
/// <param name="Path">Where the file is, for diagnostics.</param>
/// <param name="Text">What it holds; null where it could not be read.</param>
/// <param name="Item">Where the project lists the item; the file itself where nobody knows.</param>
/// <param name="Commands">Patterns of the commands to generate, between spaces; empty for all.</param>
/// <param name="Events">Patterns of the events to generate, between spaces; empty for all.</param>
/// <param name="Select">The path of a file with more patterns.</param>
/// <param name="Without">The features whose carriers are left out, between spaces.</param>
/// <param name="Docs">The path of the folder with QEMU's QAPI source, with a separator at its end.</param>
internal sealed record SchemaFile(
    string Path,
    string? Text,
    string Item,
    string Namespace,
    string Client,
    string Accessibility,
    string Directions,
    string QemuVersion,
    string Commands,
    string Events,
    string Select,
    string Without,
    string Docs
)
{
    private static readonly char[] s_spaces = [' ', '\t', '\r', '\n', ';', ','];

    /// <summary>Reads an additional file; none where it is no schema.</summary>
    public static IEnumerable<SchemaFile> From(
        AdditionalText file,
        AnalyzerConfigOptionsProvider provider,
        CancellationToken cancellationToken
    )
    {
        AnalyzerConfigOptions options = provider.GetOptions(file);
        if (Metadata("Kind") == "schema")
        {
            BuiltInCatalogue.Prepare();
            yield return new SchemaFile(
                file.Path,
                file.GetText(cancellationToken)?.ToString(),
                Metadata("Item") is { Length: > 0 } item ? item : file.Path,
                Metadata("Namespace"),
                Metadata("Client"),
                Metadata("Accessibility"),
                Metadata("Directions"),
                Metadata("QemuVersion"),
                Metadata("Commands"),
                Metadata("Events"),
                Metadata("Select"),
                Metadata("Without"),
                Metadata("Docs")
            );
        }

        string Metadata(string name) => ItemMetadata.Read(options, name);
    }

    /// <summary>The words of a list in the metadata.</summary>
    public static string[] Words(string list) => list.Split(s_spaces, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What the metadata says; null where it makes no sense, and why.</summary>
    public SchemaOptions? ReadOptions(ICollection<DiagnosticInfo> problems)
    {
        int before = problems.Count;
        string client = Client.Length > 0 ? Client : Namespace.Split('.').Last() + "Client";
        Check(
            CSharpName.IsNamespace(Namespace),
            "the Namespace",
            Namespace,
            Namespace.Length == 0
                ? "is missing: write Namespace=\"Qemu\""
                : "is no namespace of C#: write words with dots between them, such as \"MyApp.Qemu\""
        );
        Check(
            Namespace is not ("QmpGen" or "QmpGen.CodeGeneration"),
            "the Namespace",
            Namespace,
            "is the runtime's own: choose another"
        );
        Check(
            Client.Length == 0 || CSharpName.IsTypeName(client),
            "the Client",
            client,
            "is no name of a class: write one with a capital letter, such as \"QemuClient\""
        );
        Check(
            Is(Accessibility, "internal", "public"),
            "the Accessibility",
            Accessibility,
            "is neither \"internal\" nor \"public\""
        );
        Check(Is(Directions, "client", "both"), "the Directions", Directions, "is neither \"client\" nor \"both\"");
        foreach (string word in Words(Without).Where(word => !Is(word, "unstable", "deprecated")))
        {
            Check(false, "in Without the word", word, "is neither \"unstable\" nor \"deprecated\"");
        }

        return problems.Count > before
            ? null
            : new SchemaOptions(
                Namespace,
                client,
                Equals(Accessibility, "public"),
                Equals(Directions, "both"),
                new Omission(Omits("unstable"), Omits("deprecated")),
                QemuVersion.Length > 0 ? QemuVersion : null
            );

        static bool Is(string text, string one, string other) =>
            text.Length == 0 || Equals(text, one) || Equals(text, other);
        static bool Equals(string text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);

        bool Omits(string feature) => Words(Without).Contains(feature, StringComparer.OrdinalIgnoreCase);

        void Check(bool holds, string what, string value, string fault)
        {
            if (!holds)
            {
                problems.Add(
                    DiagnosticInfo.OfFile(Rules.BadMetadata, Item, System.IO.Path.GetFileName(Path), what, value, fault)
                );
            }
        }
    }
}
