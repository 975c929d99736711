using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace QmpGen.Generator.Names;

/// <summary>Converts wire names to C# identifiers.</summary>
internal static class CSharpName
{
    /// <summary>Converts a wire name to Pascal case.</summary>
    /// <remarks>
    /// <c>node-name</c> → <c>NodeName</c>, <c>DEVICE_DELETED</c> → <c>DeviceDeleted</c>, <c>3des</c> → <c>_3des</c>,
    /// <c>1.1</c> → <c>_1_1</c>, <c>__org.example_do-it</c> → <c>OrgExampleDoIt</c>.
    /// </remarks>
    public static string ToPascalCase(string wireName)
    {
        bool isUpperCase = wireName.Length > 1 && !wireName.Any(char.IsLower);
        StringBuilder builder = new(wireName.Length);
        bool startsWord = true;
        foreach (char c in wireName)
        {
            if (!IsAsciiLetterOrDigit(c))
            {
                startsWord = true;
                continue;
            }

            // 2-5 and 25 must stay different names.
            if (startsWord && IsDigit(c) && builder.Length > 0 && IsDigit(builder[builder.Length - 1]))
            {
                builder.Append('_');
            }

            builder.Append(
                startsWord ? char.ToUpperInvariant(c)
                : isUpperCase ? char.ToLowerInvariant(c)
                : c
            );
            startsWord = false;
        }

        return builder.Length == 0 || IsDigit(builder[0]) ? "_" + builder : builder.ToString();
    }

    /// <summary>Converts a type's name in QEMU's source.</summary>
    /// <remarks>
    /// The undeclared wrappers of old simple unions get the names that later releases declare:
    /// <c>q_obj_str-wrapper</c> → <c>StringWrapper</c>.
    /// </remarks>
    /// <returns>Null for other objects without a name, such as the arguments of a command.</returns>
    public static string? FromQemuType(string qemuName)
    {
        const string Implicit = "q_obj_";
        const string Wrapper = "-wrapper";
        if (!qemuName.StartsWith(Implicit, StringComparison.Ordinal))
        {
            return
                qemuName.All(c => c == '_' || IsAsciiLetterOrDigit(c))
                && qemuName.Length > 0
                && qemuName[0] is >= 'A' and <= 'Z'
                ? qemuName
                : ToPascalCase(qemuName);
        }

        if (!qemuName.EndsWith(Wrapper, StringComparison.Ordinal))
        {
            return null;
        }

        string wrapped = qemuName.Substring(Implicit.Length, qemuName.Length - Implicit.Length - Wrapper.Length);
        return (wrapped == "str" ? "String" : ToPascalCase(wrapped)) + "Wrapper";
    }

    /// <summary>Converts a name in Pascal case to a parameter name, with <c>@</c> before a keyword.</summary>
    public static string ToCamelCase(string pascal)
    {
        string name = char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
        return
            SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None
            || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;
    }

    /// <summary>Gets whether the text is a valid namespace.</summary>
    public static bool IsNamespace(string text) => text.Split('.').All(IsIdentifier);

    /// <summary>Gets whether the text is a valid type name. The compiler reserves names in lower case.</summary>
    public static bool IsTypeName(string text) => IsIdentifier(text) && !text.All(c => c is >= 'a' and <= 'z');

    private static bool IsIdentifier(string text) =>
        SyntaxFacts.IsValidIdentifier(text) && SyntaxFacts.GetKeywordKind(text) == SyntaxKind.None;

    private static bool IsAsciiLetterOrDigit(char c) => IsDigit(c) || c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
