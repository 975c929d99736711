using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Schema.Selection;

namespace QmpGen.Generator.Input;

/// <summary>A project file with QmpSchema or QmpNames items. It shows places and names that MSBuild does not
/// pass.</summary>
/// <param name="Items">The QmpSchema items.</param>
internal sealed record ProjectFile(string Path, EquatableArray<ProjectItem> Items, EquatableArray<Problem> Problems)
    : SharedFile(Path, Problems)
{
    private const string SchemaElement = "QmpSchema";
    private const string NamesElement = "QmpNames";

    /// <summary>The metadata that <c>docs/options.md</c> describes.</summary>
    private static readonly string[] s_metadata =
    [
        "Namespace",
        "Client",
        "Accessibility",
        "Directions",
        "QemuVersion",
        "Commands",
        "Events",
        "Select",
        "Without",
        "Docs",
    ];

    /// <summary>The attributes of MSBuild, and the metadata that SDKs and editors use on any item.</summary>
    private static readonly HashSet<string> s_others = new(
        [
            "Include",
            "Exclude",
            "Remove",
            "Update",
            "Condition",
            "Label",
            "KeepDuplicates",
            "KeepMetadata",
            "RemoveMetadata",
            "MatchOnMetadata",
            "MatchOnMetadataOptions",
            "AutoGen",
            "BuildAction",
            "CopyToOutputDirectory",
            "CopyToPublishDirectory",
            "Culture",
            "CustomToolNamespace",
            "DependentUpon",
            "DependsOn",
            "DesignTime",
            "DesignTimeSharedInput",
            "ExcludeFromSingleFile",
            "Generator",
            "IncludeInVSIX",
            "InProject",
            "LastGenOutput",
            "Link",
            "LinkBase",
            "LogicalName",
            "Pack",
            "PackageCopyToOutput",
            "PackageFlatten",
            "PackagePath",
            "Private",
            "Publish",
            "SubType",
            "TargetPath",
            "Type",
            "Visible",
            "VSIXSubPath",
            "Watch",
            "WithCulture",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Reads a project file. Text that is not XML has no items.</summary>
    public static new ProjectFile Read(ItemFile file, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SourceFile source = new(file.Path, file.Text ?? "");
        XElement[] elements = [.. FindElements(source.Text)];
        return new ProjectFile(
            file.Path,
            elements
                .Where(element => element.Name.LocalName == SchemaElement)
                .Select(element => new ProjectItem(
                    (string?)element.Attribute("Include") ?? "",
                    Locate(source, element, element.Name.LocalName)
                ))
                .Where(item => item.Include.Length > 0)
                .ToEquatableArray(),
            elements.SelectMany(element => FindUnknownMetadata(source, element)).ToEquatableArray()
        );
    }

    /// <summary>Finds the item of a schema file, or null.</summary>
    public SourceLocation? FindItem(string schemaPath) =>
        Items.FirstOrDefault(item => item.Covers(schemaPath))?.Location
        ?? (Items.Count == 1 ? Items[0].Location : null);

    private static IEnumerable<XElement> FindElements(string text)
    {
        try
        {
            return XDocument
                .Parse(text, LoadOptions.SetLineInfo)
                .Descendants()
                .Where(element => element.Name.LocalName is SchemaElement or NamesElement)
                .Where(element => element.Parent?.Name.LocalName is "ItemGroup" or "ItemDefinitionGroup");
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static IEnumerable<Problem> FindUnknownMetadata(SourceFile source, XElement element)
    {
        string item = element.Name.LocalName;
        string[] known = item == SchemaElement ? s_metadata : [];
        return element
            .Attributes()
            .Where(attribute => !attribute.IsNamespaceDeclaration && attribute.Name.Namespace == XNamespace.None)
            .Select(attribute => (Node: (XObject)attribute, Name: attribute.Name.LocalName))
            .Concat(element.Elements().Select(child => (Node: (XObject)child, Name: child.Name.LocalName)))
            .Where(metadata =>
                !s_others.Contains(metadata.Name) && !known.Contains(metadata.Name, StringComparer.OrdinalIgnoreCase)
            )
            .Select(metadata => new Problem(
                DiagnosticRules.UnknownMetadata,
                Locate(source, metadata.Node, metadata.Name),
                item,
                metadata.Name,
                NearestName.Find(metadata.Name, known) is { } nearest ? $"Did you mean '{nearest}'?"
                    : known.Length == 0 ? "Remove it."
                    : $"Remove it. The metadata are {string.Join(", ", known)}."
            ));
    }

    /// <summary>Locates the name of an element or attribute.</summary>
    private static SourceLocation Locate(SourceFile source, XObject node, string name)
    {
        IXmlLineInfo place = node;
        int start = source.GetOffset(new TextPosition(place.LineNumber, place.LinePosition));
        return new SourceSpan(source, start, start + name.Length).ToLocation();
    }
}

/// <summary>A QmpSchema item.</summary>
/// <param name="Include">The files, as the project lists them.</param>
/// <param name="Location">The place of the element's name.</param>
internal sealed record ProjectItem(string Include, SourceLocation Location)
{
    // The values of properties and the folders above the project are unknown.
    private static readonly Regex s_start = new(@"\A(?:.*\))?(?:[./\\]*[/\\])?", RegexOptions.CultureInvariant);

    /// <summary>Gets whether the item can include a file.</summary>
    public bool Covers(string path) => Include.Split(';').Any(part => Covers(part.Trim(), path));

    private static bool Covers(string part, string path)
    {
        string pattern = Regex
            .Escape(s_start.Replace(part, "").Replace('\\', '/'))
            .Replace(@"\*\*/", "(?:.*/)?")
            .Replace(@"\*\*", ".*")
            .Replace(@"\*", "[^/]*");
        return Regex.IsMatch(
            path.Replace('\\', '/'),
            $@"(?:\A|/){pattern}\z",
            RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
        );
    }
}
