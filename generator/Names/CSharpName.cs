using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace QmpGen.Generator.Names;

/// <summary>Wire names as C# identifiers.</summary>
internal static class CSharpName
{
    /// <summary>
    /// <c>node-name</c> → <c>NodeName</c>, <c>DEVICE_DELETED</c> → <c>DeviceDeleted</c>, <c>3des</c> → <c>_3des</c>,
    /// <c>1.1</c> → <c>_1_1</c>,
    /// <c>__org.example_do-it</c> → <c>OrgExampleDoIt</c>.
    /// </summary>
    public static string Pascal(string wireName)
    {
        bool shouted = wireName.Length > 1 && !wireName.Any(char.IsLower);
        StringBuilder builder = new(wireName.Length);
        bool startsWord = true;
        foreach (char c in wireName)
        {
            if (!IsAsciiLetterOrDigit(c))
            {
                startsWord = true;
                continue;
            }

            // Two numbers that the wire name keeps apart must not run together: 2-5 and 25 are two names.
            if (startsWord && IsDigit(c) && builder.Length > 0 && IsDigit(builder[builder.Length - 1]))
            {
                builder.Append('_');
            }

            builder.Append(
                startsWord ? char.ToUpperInvariant(c)
                : shouted ? char.ToLowerInvariant(c)
                : c
            );
            startsWord = false;
        }

        return builder.Length == 0 || IsDigit(builder[0]) ? "_" + builder : builder.ToString();
    }

    /// <summary>
    /// A type's name in QEMU's source, which mostly is one of C# too; the wrappers that the old simple unions have
    /// without a declaration as later releases declare
    /// them: <c>q_obj_str-wrapper</c> → <c>StringWrapper</c>. Null for other objects without a name, such as the
    /// arguments of one command.
    /// </summary>
    public static string? OfType(string qemuName)
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
                : Pascal(qemuName);
        }

        if (!qemuName.EndsWith(Wrapper, StringComparison.Ordinal))
        {
            return null;
        }

        string wrapped = qemuName.Substring(Implicit.Length, qemuName.Length - Implicit.Length - Wrapper.Length);
        return (wrapped == "str" ? "String" : Pascal(wrapped)) + "Wrapper";
    }

    /// <summary><c>node-name</c> → <c>nodeName</c>, with <c>@</c> before a keyword: the name of a parameter.</summary>
    public static string Camel(string pascal)
    {
        string name = char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
        return
            SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None
            || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;
    }

    /// <summary>Whether the text can stand after <c>namespace</c>.</summary>
    public static bool IsNamespace(string text) => text.Split('.').All(IsIdentifier);

    /// <summary>Whether the text can be a type's name. The compiler keeps names in small letters to itself.</summary>
    public static bool IsTypeName(string text) => IsIdentifier(text) && !text.All(c => c is >= 'a' and <= 'z');

    private static bool IsIdentifier(string text) =>
        SyntaxFacts.IsValidIdentifier(text) && SyntaxFacts.GetKeywordKind(text) == SyntaxKind.None;

    private static bool IsAsciiLetterOrDigit(char c) => IsDigit(c) || c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
