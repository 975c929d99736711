using System.Reflection;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Bindings merged from small dumps, whose command <c>go</c> returns an <c>Info</c>.</summary>
internal sealed class MergedBindings
{
    private readonly LoadedBindings _bindings;

    /// <param name="use">Statements that use a value of the result, <c>info</c>, and return nothing.</param>
    /// <param name="dumps">The dumps, the oldest first.</param>
    public MergedBindings(string use, params string[] dumps)
    {
        Result = Generation.Run(CreateCode(use), CreateItems(dumps));
        Assert.Equal([], Result.Complaints);
        _bindings = new LoadedBindings(Result);
    }

    public GenerationResult Result { get; }

    /// <summary>Creates a dump with the command.</summary>
    public static string Dump(params string[] entities) =>
        Schemas.Create([
            """{"name": "go", "meta-type": "command", "arg-type": "0", "ret-type": "Info"}""",
            .. entities,
        ]);

    /// <summary>Creates an object.</summary>
    public static string Object(string name, string members, string more = "") =>
        $$"""{"name": "{{name}}", "meta-type": "object", "members": [{{members}}]{{more}}}""";

    /// <summary>Creates a union with the tag <c>kind</c>, and cases such as <c>a: TypeA</c>.</summary>
    public static string Union(string name, string members, params (string Case, string Type)[] cases) =>
        Object(
            name,
            Join(Member("kind", "Kind"), members),
            $$""", "tag": "kind", "variants": [{{string.Join(
                ", ",
                cases.Select(item => $$"""{"case": "{{item.Case}}", "type": "{{item.Type}}"}""")
            )}}]"""
        );

    /// <summary>Creates an enum.</summary>
    public static string Enum(string name, params string[] values) =>
        $$"""{"name": "{{name}}", "meta-type": "enum", "values": ["{{string.Join("\", \"", values)}}"]}""";

    /// <summary>Creates a member.</summary>
    public static string Member(string name, string type, string more = "") =>
        $$"""{"name": "{{name}}", "type": "{{type}}"{{more}}}""";

    /// <summary>Creates the items of dumps, with the labels 1.0, 2.0 and so on.</summary>
    public static InMemorySchema[] CreateItems(params string[] dumps) =>
        [
            .. dumps.Select(
                (dump, index) =>
                    new InMemorySchema(
                        $"qemu-{index + 1}.json",
                        dump,
                        ("Namespace", "Qemu"),
                        ("Directions", "both"),
                        ("QemuVersion", $"{index + 1}.0")
                    )
            ),
        ];

    /// <summary>Reads a result, uses it and writes it again.</summary>
    public string Echo(string json)
    {
        try
        {
            return (string)_bindings.Type("Echo").GetMethod("Run")!.Invoke(null, [json])!;
        }
        catch (TargetInvocationException e)
        {
            throw e.InnerException!;
        }
    }

    private static string Join(params string[] members) => string.Join(", ", members.Where(text => text.Length > 0));

    private static string CreateCode(string use) =>
        $$"""
            using Qemu;
            using QmpGen;
            using QmpGen.CodeGeneration;
            internal static class Echo
            {
                public static string Run(string json)
                {
                    QmpReader reader = new(System.Text.Encoding.UTF8.GetBytes(json), new QmpReadContext { Subject = "it" });
                    Qemu.GoCommand command = new();
                    var info = Read(command, ref reader);
                    Use(info);
                    return System.Text.Encoding.UTF8.GetString(QmpWriter.ToUtf8(w => Write(command, w, info)));
                }
                private static T Read<T>(IQmpCommand<T> command, ref QmpReader r) => command.ReadResult(ref r);
                private static void Write<T>(IQmpResultWriter<T> command, QmpWriter w, T result) =>
                    command.WriteResult(w, result);
                private static void Use(Qemu.Info info)
                {
                    {{use}}
                }
                private static void Check(bool condition)
                {
                    if (!condition)
                    {
                        throw new System.InvalidOperationException("The condition is false.");
                    }
                }
            }
            """;
}
