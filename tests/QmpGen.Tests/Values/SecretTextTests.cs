using System.Text;

namespace QmpGen.Tests;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("password")]
    [InlineData("Password")]
    [InlineData("new_password")]
    [InlineData("adminPassword")]
    [InlineData("password-b64")]
    [InlineData("x-vendor.passwd")]
    [InlineData("luks-passphrase")]
    [InlineData("data")]
    [InlineData("arg")]
    [InlineData("secret")]
    [InlineData("cookie")]
    [InlineData("auth-token")]
    [InlineData("api_key")]
    public void SecretNames_ForText_ContainTheName(string name) =>
        Assert.True(SecretNames.Contains(name, isText: true));

    [Theory]
    [InlineData("password-secret")]
    [InlineData("proxy-password-secret")]
    [InlineData("key-secret")]
    [InlineData("passwordid")]
    [InlineData("tls-creds")]
    [InlineData("pass-discard-request")]
    [InlineData("keys")]
    [InlineData("username")]
    public void SecretNames_ForIdsAndOtherText_DoNotContainTheName(string name) =>
        Assert.False(SecretNames.Contains(name, isText: true));

    [Theory]
    [InlineData("password", true)]
    [InlineData("pass", false)]
    [InlineData("cookie", false)]
    [InlineData("data", false)]
    public void SecretNames_ForOtherKinds_ContainOnlyPasswords(string name, bool expected) =>
        Assert.Equal(expected, SecretNames.Contains(name, isText: false));

    [Theory]
    [InlineData("""{"id":"a","password":"b"}""", """{"id":"a","password":"(redacted)"}""")]
    [InlineData("""{"props":{"data":"b","format":"raw"}}""", """{"props":{"data":"(redacted)","format":"raw"}}""")]
    [InlineData("""{"password":{"text":["b"]},"id":1}""", """{"password":"(redacted)","id":1}""")]
    [InlineData("""[{"p\u0061ssword":"b"}]""", """[{"p\u0061ssword":"(redacted)"}]""")]
    [InlineData("""{"password":null,"\ud800":"a"}""", """{"password":null,"\ud800":"a"}""")]
    [InlineData("{\r\n  \"password\": 1\r\n}", "{ \"password\": \"(redacted)\" }")]
    public void Format_OfJson_ReplacesOnlySecrets(string json, string expected) =>
        Assert.Equal(expected, SecretText.Format(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{"a":"éééé","password":"hunter2"}""")]
    [InlineData("""{"password":"hunter2","b":1}""")]
    [InlineData("""{"aaa":1,"b":{"password":"hunter2"}}""")]
    public void Format_WithMaximumLength_CutsWithoutShowingASecret(string json)
    {
        for (int length = 1; length < 60; length++)
        {
            string text = SecretText.Format(Encoding.UTF8.GetBytes(json), length);

            Assert.DoesNotContain("hu", text, StringComparison.Ordinal);
            Assert.InRange(text.Length, 0, length + 1);
        }
    }

    [Fact]
    public void Format_OfLongJson_ReadsOnlyTheStart()
    {
        byte[] json = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("\"text\"", 1_000_000))}]");
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(301, SecretText.Format(json, 300).Length);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }
}
