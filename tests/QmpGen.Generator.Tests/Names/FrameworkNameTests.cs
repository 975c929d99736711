using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Versioning;
using Microsoft.CodeAnalysis;
using QmpGen.Generator.Names;
using Xunit;

namespace QmpGen.Generator.Tests.Names;

/// <summary>Generated types do not have the names of types that user files see without a qualifier.</summary>
public sealed class FrameworkNameTests
{
    /// <summary>The implicit usings of Microsoft.NET.Sdk and of its Web, Worker and Windows Forms variants.</summary>
    private static readonly HashSet<string> s_namespaces =
    [
        "System",
        "System.Collections.Generic",
        "System.IO",
        "System.Linq",
        "System.Net.Http",
        "System.Threading",
        "System.Threading.Tasks",
        "System.Net.Http.Json",
        "Microsoft.AspNetCore.Builder",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration",
        "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting",
        "Microsoft.Extensions.Logging",
        "System.Drawing",
    ];

    public static TheoryData<string> AllDumps => Dumps.All;

    // The list is that of the target framework. Names that a newer .NET adds come with the next target framework.
    [Fact]
    public void List_ContainsTypesOfTargetFramework()
    {
        string framework = typeof(FrameworkNameTests)
            .Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!
            .FrameworkName;
        string folder = $"ref/net{framework.Split("Version=v")[1]}";

        string[] names =
        [
            .. Directory
                .GetFiles(BuildMetadata.TargetingPacks, "*.dll", SearchOption.AllDirectories)
                .Where(path => path.Replace('\\', '/').Contains(folder, StringComparison.Ordinal))
                .SelectMany(FindPublicTypes)
                .Distinct(),
        ];

        Assert.Contains("Console", names);
        Assert.Equal([], names.Where(name => !FrameworkNames.Contains(name)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void List_ContainsTypesOfRuntime() =>
        Assert.Equal(
            [],
            typeof(QmpClient)
                .Assembly.GetExportedTypes()
                .Where(type => type.Namespace == "QmpGen" && !type.IsNested)
                .Select(type => type.Name.Split('`')[0])
                .Where(name => !FrameworkNames.Contains(name))
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(AllDumps))]
    public void Bindings_AvoidFrameworkNames(string dump)
    {
        GenerationResult result = Generation.Run(InMemorySchema.FromText(Dumps.Read(dump)));

        Assert.Equal([], result.Types.Select(type => type.Name).Where(FrameworkNames.Contains));
    }

    [Fact]
    public void Type_WithFrameworkName_CompilesBesideImplicitUsings()
    {
        GenerationResult result = Generation.Run(
            """
            global using System;
            global using System.Threading;
            global using QmpGen;
            global using Qemu;
            class User { String? Text; Action? Run; AutoResetEvent? Reset; StringValue? Struct; ActionValue? Kind; MemoryValue M; AutoResetEvent2? E; }
            """,
            InMemorySchema.FromText(
                Schemas.WithMembers(
                    """{"name": "a", "type": "String"}, {"name": "b", "type": "Action"}, {"name": "c", "type": "Memory"}""",
                    """{"name": "String", "meta-type": "object", "members": [{"name": "str", "type": "str"}]}""",
                    """{"name": "Action", "meta-type": "alternate", "members": [{"type": "str"}]}""",
                    """{"name": "Memory", "meta-type": "enum", "members": [{"name": "ram"}]}""",
                    """{"name": "AUTO_RESET", "meta-type": "event", "arg-type": "0"}"""
                )
            )
        );

        Assert.Equal([], result.Complaints.Where(complaint => !complaint.Contains("CS0169", StringComparison.Ordinal)));
    }

    private static List<string> FindPublicTypes(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        return
        [
            .. reader
                .TypeDefinitions.Select(reader.GetTypeDefinition)
                .Where(type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
                .Where(type => s_namespaces.Contains(reader.GetString(type.Namespace)))
                .Select(type => reader.GetString(type.Name).Split('`')[0]),
        ];
    }
}
