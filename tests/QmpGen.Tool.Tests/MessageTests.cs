using System.CommandLine;
using System.Text;
using QmpGen.Generator.Diagnostics;
using QmpGen.Tests.Verification;
using QmpGen.Tool.Commands;
using QmpGen.Tool.Tests.Harness;
using QmpGen.Tool.Tests.Qapi;
using Xunit;

namespace QmpGen.Tool.Tests;

/// <summary>Collects the messages of the tool in <c>Messages.verified.txt</c>, to review them in one place.</summary>
public sealed class MessageTests : IDisposable
{
    private const int MaxLength = 200;

    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _text = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Messages_OfTheTool_MatchTheReviewedSnapshot()
    {
        AddDescriptions();
        AddOptionErrors();
        AddIntrospectMessages();
        AddCatalogueErrors();
        AddMapMessages();
        AddQapiErrors();

        VerifiedText.Verify("Messages", _text.ToString());
    }

    private void AddDescriptions()
    {
        AddTitle("Descriptions");
        RootCommand root = ToolRootCommand.Create();
        AddLine($"qmpgen: {root.Description}");
        foreach (Command command in root.Subcommands)
        {
            AddLine("");
            AddLine($"qmpgen {command.Name}: {command.Description}");
            foreach (Option option in command.Options)
            {
                string name = option.HelpName is null ? option.Name : $"{option.Name} {option.HelpName}";
                AddLine($"  {name}: {option.Description}");
            }
        }
    }

    private void AddOptionErrors()
    {
        AddTitle("Options");
        AddRun("introspect", "--qapi", "schema.json", "--all", "--define", "CONFIG_A");
        AddRun("introspect", "--qapi", "schema.json", "-o", "");
        AddRun("names");
        AddRun("names", "--qapi", "release", "--without", "1.0");
    }

    private void AddIntrospectMessages()
    {
        AddTitle("introspect");
        AddRun("introspect", "--qapi", "none.json");
        AddRun("introspect", "--qapi", _folder.Path);
        AddRun("introspect", "--qapi", _folder.Write("struct.json", "{ 'struct': 'S', 'data': {} }"));
        AddRun("introspect", "--qapi", _folder.Write("utf-16.json", "{\0 \0"));
        AddRun("introspect", "--qapi", _folder.Write("event.json", "{ 'event': 'E' }"), "--define", "CONFIG_LINUKS");
        AddRun("introspect", "--qapi", _folder.Write("outside.json", "{ 'include': '/etc/hostname' }"));
        string link = _folder.Combine("link.json");
        File.CreateSymbolicLink(link, _folder.Combine("event.json"));
        AddRun("introspect", "--qapi", _folder.Write("linked.json", "{ 'include': 'link.json' }"));
        AddRun("introspect", "--qapi", _folder.Combine("event.json"), "-o", link);
    }

    private void AddCatalogueErrors()
    {
        AddTitle("names --qapi");
        AddRun("names", "--qapi", _folder.Path);
        AddRun("names", "--qapi", _folder.WriteRelease("a,b", "{ 'command': 'go' }"));
        string release = _folder.WriteRelease("1.0", "{ 'command': 'go' }");
        AddRun("names", "--qapi", release, release);
        string[] releases =
        [
            .. Enumerable.Range(1, 33).Select(i => _folder.WriteRelease($"{i}.1", "{ 'command': 'go' }")),
        ];
        AddRun(["names", "--qapi", .. releases]);
    }

    private void AddMapMessages()
    {
        AddTitle("names --map");
        AddRun("names", "--map", _folder.Write("number.json", "[1, 2"));
        AddRun("names", "--map", _folder.Write("empty.json", ""));
        AddRun("names", "--map", _folder.Write("broken.json", DumpSamples.MissingType));
        string dump = TestFile.GetPath("schema/qga-7.2.json");
        AddRun("names", "--map", dump, "--names", _folder.Write("names.json", "{\"releases\": []}"));
        AddRun("names", "--map", dump, "--without", "99");
    }

    private void AddQapiErrors()
    {
        AddTitle("QAPI source");
        foreach ((string kind, string source) in QapiErrorCases.All.DistinctBy(item => item.Kind))
        {
            InputException error = QapiSource.ReadError(source);
            AddLine("");
            AddLine(kind);
            AddLine($"  {error.Span}: error: {error.Message}");
            foreach (string line in Shorten(source).TrimEnd().Split('\n'))
            {
                AddLine($"  | {line}".TrimEnd());
            }
        }
    }

    private void AddTitle(string title) => AddLine(_text.Length == 0 ? $"# {title}\n" : $"\n# {title}");

    /// <summary>Adds a command line and the first line of its errors.</summary>
    private void AddRun(params string[] arguments)
    {
        string error = ToolRunner.Run(arguments).Error.Split(Environment.NewLine)[0];
        string command = string.Join(' ', arguments.Select(argument => argument.Length == 0 ? "''" : argument));
        AddLine($"\n$ qmpgen {Shorten(RemoveFolders(command))}");
        AddLine(RemoveFolders(error));
    }

    private void AddLine(string line) => _text.Append(line).Append('\n');

    private string RemoveFolders(string text) =>
        text.Replace(_folder.Path, "DIR", StringComparison.Ordinal)
            .Replace(AppContext.BaseDirectory, "", StringComparison.Ordinal);

    private static string Shorten(string text) => text.Length <= MaxLength ? text : $"{text[..60]} …";
}
