using System.Text;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Input;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Introspection;
using QmpGen.Tool.Json;
using QmpGen.Tool.Qapi;

namespace QmpGen.Fuzz.Targets.Schemas;

/// <summary>
/// The reader of QEMU's schema source, the tool's introspection of it, and the generator's reading of its
/// documentation. The header's words are the
/// symbols that the build defines. The body is the main file; after a line <c>&gt;&gt;&gt; NAME</c> follows one that it
/// may include.
/// </summary>
internal sealed class QapiTarget : IFuzzTarget
{
    private const string MainFile = "schema.json";
    private const string Separator = "\n>>> ";

    private static readonly string[] s_symbols = ["CONFIG_NET", "CONFIG_OLD", "A", "B"];

    public string Name => "qapi";

    public string Summary =>
        "the reader of QEMU's schema source, and what is made of it; QMPGEN_QAPI names a folder with more of it";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. MakeSeeds()];

    public string NextHeader(string header, Random random) =>
        string.Join(' ', s_symbols.Where(_ => random.Next(2) == 0));

    public Outcome Run(byte[] input)
    {
        FuzzInput parts = FuzzInput.Parse(input);
        Dictionary<string, string> files = FilesOf(Encoding.UTF8.GetString(parts.Body.Span));
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
            return Outcome.Refused;
        }

        _ = ConditionSymbols.Find(schema).Count();
        CheckDump(schema, BuildConfiguration.FromSymbols(parts.Words), isWhole: false);
        CheckDump(schema, BuildConfiguration.AllParts, isWhole: true);
        return Outcome.Read;
    }

    /// <summary>What is made of a schema is a dump that the generator takes. A build that lacks types may lack some
    /// that others need.</summary>
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
                $"What is made of the schema is no dump: {problems[0].Rule.Id} {problems[0].Message} in {dump}"
            );
        }
    }

    private static Dictionary<string, string> FilesOf(string text)
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

    private static IEnumerable<byte[]> MakeSeeds()
    {
        yield return FuzzInput.Of("CONFIG_NET A", Resource.Read("Seeds/shapes.qapi"));
        if (Environment.GetEnvironmentVariable("QMPGEN_QAPI") is not { Length: > 0 } folder)
        {
            yield break;
        }

        // One file is enough to mutate; what it includes is missing unless it stands in no need of it.
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
            yield return FuzzInput.Of("CONFIG_NET A", string.Join('\n', lines.Take(400)));
        }
    }
}
