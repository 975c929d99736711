using System.Text;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Input;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Introspection;
using QmpGen.Tool.Json;
using QmpGen.Tool.Qapi;

namespace QmpGen.Fuzz.Targets.Schemas;

/// <summary>The reader of QEMU's schema source and its documentation, and the tool's introspection.</summary>
/// <remarks>The header contains the symbols that the build defines. The body is the main file. A line
/// <c>&gt;&gt;&gt; NAME</c> starts another file, which it can include.</remarks>
internal sealed class QapiTarget : IFuzzTarget
{
    private const string MainFile = "schema.json";
    private const string Separator = "\n>>> ";

    private static readonly string[] s_symbols = ["CONFIG_NET", "CONFIG_OLD", "A", "B"];

    public string Name => "qapi";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. CreateSeeds()];

    public string CreateHeader(string header, Random random) =>
        string.Join(' ', s_symbols.Where(_ => random.Next(2) == 0));

    public FuzzOutcome Run(byte[] input)
    {
        FuzzInput parts = FuzzInput.Parse(input);
        Dictionary<string, string> files = SplitFiles(Encoding.UTF8.GetString(parts.Body.Span));
        foreach ((string path, string text) in files)
        {
            DocsFile.Read(new ItemFile(ItemKinds.Docs, path, text), CancellationToken.None);
        }

        QapiSchema schema;
        try
        {
            schema = QapiSchema.Read(MainFile, files.GetValueOrDefault);
        }
        catch (InputException)
        {
            return FuzzOutcome.Rejected;
        }

        _ = ConditionSymbols.Find(schema).Count();
        CheckDump(schema, BuildConfiguration.FromSymbols(parts.Words), isWhole: false);
        CheckDump(schema, BuildConfiguration.AllParts, isWhole: true);
        return FuzzOutcome.Accepted;
    }

    /// <summary>Checks that the generator can read the dump of a schema.</summary>
    /// <remarks>A build with only some symbols can lack types that others refer to.</remarks>
    private static void CheckDump(QapiSchema schema, BuildConfiguration build, bool isWhole)
    {
        string dump = JsonFormatter.FormatLines(Introspector.Introspect(schema, build), depth: 1);
        if (!dump.Contains("\"meta-type\"", StringComparison.Ordinal))
        {
            return;
        }

        (QmpSchema? read, EquatableArray<Problem> problems) = SchemaReader.Read(
            new SourceFile("dump", dump),
            CancellationToken.None
        );
        if (read is null || (isWhole && problems.Count > 0))
        {
            throw new FindingException(
                $"The dump of the schema is invalid: {problems[0].Rule.Id} {problems[0].Message} in {dump}"
            );
        }
    }

    private static Dictionary<string, string> SplitFiles(string text)
    {
        string[] parts = text.Split(Separator);
        Dictionary<string, string> files = new(StringComparer.Ordinal) { [MainFile] = parts[0] };
        foreach (string part in parts[1..])
        {
            int end = part.IndexOf('\n', StringComparison.Ordinal);
            files[end < 0 ? part : part[..end]] = end < 0 ? "" : part[(end + 1)..];
        }

        return files;
    }

    private static IEnumerable<byte[]> CreateSeeds()
    {
        yield return FuzzInput.Create("CONFIG_NET A", EmbeddedFile.Read("Seeds/shapes.qapi"));
        if (Environment.GetEnvironmentVariable("QMPGEN_QAPI") is not { Length: > 0 } folder)
        {
            yield break;
        }

        // Each file is a seed without the files that it includes.
        foreach (
            string file in Directory
                .EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
        )
        {
            string[] lines =
            [
                .. File.ReadLines(file).Where(line => !line.Contains("'include'", StringComparison.Ordinal)),
            ];
            yield return FuzzInput.Create("CONFIG_NET A", string.Join('\n', lines.Take(400)));
        }
    }
}
