using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Model;
using QmpGen.Generator.Names;
using QmpGen.Generator.Schema.Selection;

namespace QmpGen.Generator.Input;

/// <summary>Reads the options of a QmpSchema item from its metadata.</summary>
internal static class SchemaOptionsReader
{
    private static readonly char[] s_separators = [' ', '\t', '\r', '\n', ';', ','];

    /// <summary>Reads the options.</summary>
    /// <returns>Null, and the reasons, if a value is invalid.</returns>
    public static Result<SchemaOptions?> Read(SchemaFile file)
    {
        Problem[] problems = [.. FindProblems(file)];
        return problems.Length > 0
            ? new Result<SchemaOptions?>(null, [.. problems])
            : new Result<SchemaOptions?>(
                new SchemaOptions(
                    file.Namespace,
                    ClientName(file),
                    AreEqual(file.Accessibility, "public"),
                    AreEqual(file.Directions, "both"),
                    new ExcludedFeatures(Excludes("unstable"), Excludes("deprecated"))
                )
            );

        bool Excludes(string feature) => SplitWords(file.Without).Contains(feature, StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<Problem> FindProblems(SchemaFile file)
    {
        if (file.Namespace.Length == 0)
        {
            yield return Create("does not set Namespace. Set it, such as Namespace=\"Qemu\"");
        }
        else if (!CSharpName.IsNamespace(file.Namespace))
        {
            yield return Invalid(
                "Namespace",
                file.Namespace,
                "use identifiers separated by dots, such as \"MyApp.Qemu\""
            );
        }

        if (file.Namespace is "QmpGen" or "QmpGen.CodeGeneration")
        {
            yield return Invalid("Namespace", file.Namespace, "the runtime uses this namespace; choose another");
        }

        if (file.Client.Length > 0 && !CSharpName.IsTypeName(file.Client))
        {
            yield return Invalid(
                "Client",
                file.Client,
                "use a class name with a capital letter, such as \"QemuClient\""
            );
        }

        if (!IsEmptyOr(file.Accessibility, "internal", "public"))
        {
            yield return Invalid("Accessibility", file.Accessibility, "use \"internal\" or \"public\"");
        }

        if (!IsEmptyOr(file.Directions, "client", "both"))
        {
            yield return Invalid("Directions", file.Directions, "use \"client\" or \"both\"");
        }

        foreach (string word in SplitWords(file.Without).Where(word => !IsEmptyOr(word, "unstable", "deprecated")))
        {
            yield return Invalid("Without", word, "use \"unstable\", \"deprecated\" or both");
        }

        Problem Invalid(string name, string value, string reason) =>
            Create($"has an invalid {name} '{value}': {reason}");

        Problem Create(string problem) => new(DiagnosticRules.InvalidMetadata, file.ItemLocation, file.Name, problem);
    }

    private static string ClientName(SchemaFile file) =>
        file.Client.Length > 0 ? file.Client : file.Namespace.Split('.').Last() + "Client";

    private static string[] SplitWords(string list) => list.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);

    private static bool IsEmptyOr(string text, string one, string other) =>
        text.Length == 0 || AreEqual(text, one) || AreEqual(text, other);

    private static bool AreEqual(string text, string word) =>
        string.Equals(text, word, StringComparison.OrdinalIgnoreCase);
}
